package pipeline.cli.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pipeline.cli.common.AttachedValueOnly;
import pipeline.cli.common.DidYouMean;
import pipeline.cli.common.MiniClusterOption;
import pipeline.cli.console.ColorMode;
import pipeline.cli.events.NotificationHook;
import pipeline.cli.progress.ProgressMode;
import pipeline.config.DurationParser;
import pipeline.dispatch.rules.HaltRule;
import pipeline.dispatch.rules.StepSelection;
import pipeline.job.identity.ContentsRule;
import pipeline.recipe.UsageException;
import pipeline.text.ShellQuoting;

/** The options that every recipe has. */
public final class RunOptions {

    /** Has the run go on in the background. */
    public static final String DETACH = "--detach";

    private static final int MOST_PORTS = 65535;

    @Mixin
    public final CommonOptions common;

    @Option(
            names = {"-p", "--max-per-node"},
            paramLabel = "N",
            order = 2,
            description = "Run at most N jobs at a time on one host. Default: max_per_node of [remote], else 1.")
    @Nullable
    public Integer maxPerNode;

    @Option(
            names = "--fanout",
            paramLabel = "N",
            order = 5,
            description =
                    "Run at most N jobs at a time on all hosts together. Default: fanout of [remote], else no limit.")
    @Nullable
    public Integer fanout;

    @Option(
            names = {"-n", "--dry-run"},
            order = 3,
            description =
                    "Print which command would run where, and what would not since the job table has it; run nothing and ask"
                            + " no host, so nothing is known of what files hold.")
    boolean dryRun;

    @Mixin
    public final MiniClusterOption miniCluster = new MiniClusterOption();

    @Option(
            names = "--progress",
            paramLabel = "MODE",
            order = 4,
            description =
                    "How it is shown how far the run is: auto, bar, plain or none. Default: auto, which is a bar on a"
                            + " terminal and otherwise a line each minute.")
    @Nullable
    String progress;

    @Option(
            names = "--serve",
            paramLabel = "PORT",
            arity = "0..1",
            fallbackValue = "0",
            order = 4,
            description =
                    "Show the run in a browser while it goes on, at the address that is printed. Default of PORT: 0,"
                            + " which is any that is free.")
    @Nullable
    public Integer serve;

    @Option(
            names = "--no-report",
            order = 4,
            description = "Write no report.html beside the log at the end of the run.")
    public boolean noReport;

    /**
     * Returns how it is shown how far the run is.
     *
     * @throws UsageException if there is no such way
     */
    public ProgressMode progressMode() {
        String typed = progress;
        return typed == null
                ? ProgressMode.AUTO
                : ProgressMode.of(typed)
                        .orElseThrow(() -> new UsageException("--progress must be one of %s, but was %s%s"
                                .formatted(
                                        String.join(", ", ProgressMode.words()),
                                        ShellQuoting.quote(typed),
                                        DidYouMean.didYouMean(typed, ProgressMode.words()))));
    }

    @Option(
            names = "--fresh",
            order = 10,
            description = "Run all jobs again, also those that succeeded before under this job name.")
    public boolean fresh;

    @Option(
            names = "--accept",
            arity = "0..1",
            preprocessor = AttachedValueOnly.class,
            paramLabel = "STEP",
            order = 10,
            description =
                    "Keep what succeeded before although it would do something else now: its program, arguments,"
                            + " environment, directory or inputs have changed, or its outputs. --accept=STEP says so of one step.")
    List<String> accepted = new ArrayList<>();

    @Option(
            names = "--contents",
            paramLabel = "RULE",
            order = 10,
            description =
                    "By what the files that a job reads are the same as before: name, which does not look at what they hold,"
                            + " size+time, or sha256, which reads them all. Default: contents of [jobs], else name.")
    @Nullable
    String contents;

    /**
     * Returns by what the contents of files are compared; empty if nothing was typed.
     *
     * @throws UsageException if there is no such rule
     */
    public Optional<ContentsRule> contentsRule() {
        try {
            return Optional.ofNullable(contents).map(ContentsRule::parse);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--contents " + e.getMessage());
        }
    }

    @Mixin
    public final StepOptions steps = new StepOptions();

    @Option(
            names = "--keep-errors",
            order = 11,
            description = "Do not run again what failed before under this job name. Default: keep_errors of [jobs].")
    public boolean keepErrors;

    @Option(
            names = "--share",
            order = 12,
            description = "Share the work with other masters of this job name, if they share it too.")
    public boolean share;

    @Option(
            names = "--park-wait",
            paramLabel = "DURATION",
            order = 17,
            description =
                    "When only parked jobs remain, wait so long for their hosts to come back. Default: park_wait of"
                            + " [remote], else 0.")
    @Nullable
    public String parkWait;

    @Option(
            names = "--results",
            paramLabel = "FILE",
            order = 18,
            description =
                    "Write the results and how the run ended to this file, as JSON, also after a failure; not in a dry run.")
    @Nullable
    public String results;

    @Option(
            names = "--joblog",
            paramLabel = "FILE",
            order = 18,
            description =
                    "Write a line to this file for each job that ends, as GNU Parallel's --joblog does, behind those of earlier"
                            + " runs; not in a dry run.")
    @Nullable
    public String jobLog;

    @Option(
            names = DETACH,
            order = 19,
            description =
                    "Run in the background, in a session of its own that outlives the terminal; print how to look at it and"
                            + " how to stop it.")
    public boolean detached;

    @Mixin
    public final NotificationOptions notifications = new NotificationOptions();

    @Mixin
    public final LimitOptions limits;

    @Mixin
    public final AttemptOptions attempts;

    @Option(
            names = {"-k", "--keep-going"},
            order = 15,
            description = "Go on when a job failed. This is the default.")
    boolean keepGoing;

    @Option(
            names = "--no-keep-going",
            order = 16,
            description = "Start nothing more once a job failed; the same as --halt soon,fail=1.")
    boolean noKeepGoing;

    @Mixin
    public final StopOptions stopping;

    public RunOptions() {
        this(new CommonOptions(), new LimitOptions(), new StopOptions(), new AttemptOptions());
    }

    RunOptions(CommonOptions common, LimitOptions limits, StopOptions stopping, AttemptOptions attempts) {
        this.common = common;
        this.limits = limits;
        this.stopping = stopping;
        this.attempts = attempts;
    }

    /**
     * Checks what was typed.
     *
     * @throws UsageException if a number is out of its range, or two options say opposite things
     */
    public void check() {
        ProgressMode unusedMode = progressMode();
        ColorMode unusedColors = common.colorMode();
        if (maxPerNode != null && maxPerNode < 1) {
            throw new UsageException("-p/--max-per-node must be at least 1, but was " + maxPerNode);
        }
        if (fanout != null && fanout < 1) {
            throw new UsageException("--fanout must be at least 1, but was " + fanout);
        }
        if (serve != null && (serve < 0 || serve > MOST_PORTS)) {
            throw new UsageException(
                    "--serve must be a port between 0 and %d, but was %d".formatted(MOST_PORTS, serve));
        }
        if (parkWait != null
                && !parkWait.matches("0s?")
                && DurationParser.parse(parkWait).isEmpty()) {
            throw new UsageException("--park-wait must be 0 or %s, but was %s"
                    .formatted(DurationParser.EXPECTED, ShellQuoting.quote(parkWait)));
        }
        Optional<ContentsRule> unusedRule = contentsRule();
        steps.check(acceptedSteps());
        if (fresh && acceptsAll()) {
            throw new UsageException("--fresh and --accept cannot be both: one runs all again, the other nothing");
        }
        List<NotificationHook> unused = notifications.hooks();
        limits.check();
        stopping.check();
        attempts.check();
        LimitOptions.refuseBoth(keepGoing, noKeepGoing, "--keep-going");
        if (attempts.halt != null && (keepGoing || noKeepGoing)) {
            throw new UsageException("--halt %s and --%skeep-going cannot be both; --no-keep-going is --halt %s"
                    .formatted(attempts.halt, noKeepGoing ? "no-" : "", HaltRule.FIRST_FAILURE));
        }
    }

    /** Returns whether what succeeded before is kept in all steps. */
    public boolean acceptsAll() {
        return accepted.contains("");
    }

    /** Returns whether nothing runs, and what would is shown. */
    public boolean isDry() {
        return dryRun || steps.explains;
    }

    /** Returns which steps are looked at, and how; the same object for the whole run. */
    public StepSelection selection() {
        return steps.selection(acceptedSteps());
    }

    private Set<String> acceptedSteps() {
        return accepted.stream().filter(step -> !step.isEmpty()).collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the rule by which the run stops before its end; empty if there is none. */
    public Optional<HaltRule> halt() {
        return noKeepGoing ? Optional.of(HaltRule.FIRST_FAILURE) : attempts.halt();
    }
}
