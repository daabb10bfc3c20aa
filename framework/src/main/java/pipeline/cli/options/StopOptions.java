package pipeline.cli.options;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import pipeline.config.DurationParser;
import pipeline.recipe.UsageException;
import pipeline.text.ShellQuoting;

/** The options that say what becomes of running jobs when somebody interrupts a run or a worker. */
public final class StopOptions {

    @Option(
            names = "--grace",
            paramLabel = "DURATION",
            order = 19,
            description =
                    "After an interrupt, kill what has not ended by itself for so long. Default: grace of [remote],"
                            + " else 10s.")
    @Nullable
    String grace;

    @Option(
            names = "--detach-on-interrupt",
            order = 20,
            description =
                    "After an interrupt, leave what runs to the next start with the same job name, which picks it up.")
    public boolean detaches;

    /**
     * Checks what was typed.
     *
     * @throws UsageException if it is no duration
     */
    void check() {
        Optional<Duration> unused = grace();
    }

    /**
     * Returns how long processes have to end after TERM; empty if nothing was typed.
     */
    public Optional<Duration> grace() {
        if (grace == null) {
            return Optional.empty();
        }
        String text = grace;
        return Optional.of(DurationParser.parse(text)
                .orElseThrow(() -> new UsageException("--grace must be %s, but was %s"
                        .formatted(DurationParser.EXPECTED, ShellQuoting.quote(text)))));
    }
}
