package pipeline.cli.common;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import pipeline.cli.console.StandardOutput;
import pipeline.cli.console.Tty;

/**
 * What a command finds around it when it starts.
 *
 * @param out data, in UTF-8
 * @param err everything else
 * @param tty the person, if there is one
 * @param directory the current directory
 */
public record CliEnvironment(
        PrintStream out, PrintStream err, Tty tty, Path directory, Map<String, String> variables, Clock clock) {

    /** Returns the directory that a shell means by {@code ~}: {@code HOME}, or else what the system says. */
    public Path home() {
        return directoryOf("HOME").orElse(Path.of(System.getProperty("user.home")));
    }

    /** Returns whether all that somebody wanted to read went out, and says so if it did not. */
    public boolean isOutWritten() {
        boolean failed = out.checkError() && !StandardOutput.isReaderGone(out);
        if (failed) {
            err.print("pipeline: standard output could not be written completely\n");
        }
        return !failed;
    }

    /** Returns how a command has ended that had only to print. */
    public ExitCode outStatus() {
        return isOutWritten() ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** Returns a directory of the XDG base directory specification: its variable, or the default below the home. */
    public Path xdg(String variable, String fallback) {
        return directoryOf(variable).orElse(home().resolve(fallback));
    }

    private Optional<Path> directoryOf(String variable) {
        return Optional.ofNullable(variables.get(variable)).map(Path::of).filter(Path::isAbsolute);
    }
}
