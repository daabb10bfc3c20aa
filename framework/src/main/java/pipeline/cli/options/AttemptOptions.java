package pipeline.cli.options;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import pipeline.dispatch.rules.HaltRule;
import pipeline.job.ExitCodes;
import pipeline.job.TimeLimit;
import pipeline.job.lifecycle.AttemptRules;
import pipeline.recipe.UsageException;
import pipeline.store.settings.TimeLimitParser;

/** The options that say how long attempts at jobs may take, how often there is another one, and when failures end the run. */
public final class AttemptOptions {

    private static final int MOST_RETRIES = 1000;

    @Option(
            names = "--timeout",
            paramLabel = "LIMIT",
            order = 6,
            description =
                    "End an attempt that takes longer: 2h, or 300% of the median of the program's successes so far."
                            + " Default: timeout of [jobs], else none.")
    @Nullable
    String timeout;

    @Option(
            names = "--retries",
            paramLabel = "N",
            order = 7,
            description = "Run a job that failed by itself up to N times more. Default: retries of [jobs], else 0.")
    @Nullable
    Integer retries;

    @Option(
            names = "--no-retry-exit",
            paramLabel = "CODES",
            order = 8,
            description =
                    "But not with these exit codes, such as 64-78,100. Default: no_retry_exit of [jobs], else none.")
    @Nullable
    String noRetryExit;

    @Option(
            names = "--halt",
            paramLabel = "RULE",
            order = 9,
            description =
                    "Stop after N failures: soon,fail=N starts nothing more, now,fail=N ends what runs too; also N%,"
                            + " and success= or done= in place of fail=. Default: never.")
    @Nullable
    String halt;

    /**
     * Checks what was typed.
     *
     * @throws UsageException if something is out of its range or not understood
     */
    void check() {
        rules(AttemptRules.DEFAULT);
        halt();
    }

    /** Returns the rules, those of the configuration where nothing was typed. */
    public AttemptRules rules(AttemptRules configured) {
        if (retries != null && (retries < 0 || retries > MOST_RETRIES)) {
            throw new UsageException("--retries must be from 0 to %d, but was %d".formatted(MOST_RETRIES, retries));
        }
        Optional<TimeLimit> limit = read("--timeout", timeout, TimeLimitParser::parse);
        return new AttemptRules(
                retries == null ? configured.retries() : retries,
                read("--no-retry-exit", noRetryExit, ExitCodes::parse).orElse(configured.noRetryExit()),
                limit.or(configured::timeout));
    }

    /** Returns the stop rule; empty if there is none. */
    Optional<HaltRule> halt() {
        return read("--halt", halt, HaltRule::parse).flatMap(rule -> rule);
    }

    private static <T> Optional<T> read(String name, @Nullable String text, Function<String, T> reader) {
        try {
            return Optional.ofNullable(text).map(reader);
        } catch (IllegalArgumentException e) {
            throw new UsageException(name + " " + e.getMessage());
        }
    }
}
