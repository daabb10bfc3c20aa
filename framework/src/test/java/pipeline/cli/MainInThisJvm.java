package pipeline.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.console.Tty;

/** The command {@code pipeline} without a process of its own, for the tests of other modules: real recipes, real hosts. */
public final class MainInThisJvm {

    private MainInThisJvm() {}

    /** Does what the words ask for as if it were started in a directory, with nobody at the terminal; returns the exit status. */
    public static int run(
            List<String> words, PrintStream out, PrintStream err, Path directory, Map<String, String> variables) {
        return new EmbeddedCommand(new CliEnvironment(out, err, Tty.nobody(), directory, variables, Clock.systemUTC()))
                .run(words);
    }
}
