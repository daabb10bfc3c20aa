package pipeline.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * What the command finds around it when it starts.
 *
 * @param out data, in UTF-8
 * @param err everything else
 * @param directory the current directory
 */
record Surroundings(
        PrintStream out, PrintStream err, Path directory, Path home, Map<String, String> environment, Clock clock) {

    /** Gives the directory that a shell means by {@code ~}: {@code HOME}, or else what the system says. */
    static Path home(Map<String, String> environment, String fallback) {
        return Optional.ofNullable(environment.get("HOME"))
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElse(Path.of(fallback));
    }

    /** Tells whether all that was printed went out, and says so if it did not. */
    boolean isOutWritten() {
        boolean failed = out.checkError();
        if (failed) {
            err.print("pipeline: standard output could not be written completely\n");
        }
        return !failed;
    }

    /** Gives a directory of the XDG base directory specification: its variable, or the default below the home. */
    Path xdg(String variable, String fallback) {
        return Optional.ofNullable(environment.get(variable))
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElse(home.resolve(fallback));
    }
}
