package pipeline.cli.run;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.ExitCode;
import pipeline.cli.console.LiveScreen;
import pipeline.cli.engine.Engine;
import pipeline.cli.engine.MiniClusterSession;
import pipeline.cli.engine.RunSteps;
import pipeline.cli.engine.WatchedRunner;
import pipeline.cli.plan.JobTableUse;
import pipeline.cli.plan.RunPlan;
import pipeline.cli.plan.RunRequest;
import pipeline.cli.progress.ProgressReporter;
import pipeline.cli.progress.RunProgress;
import pipeline.cli.progress.RunWatcher;
import pipeline.cli.signals.RecipeThread;
import pipeline.cli.signals.RunKeys;
import pipeline.cli.signals.SignalHandler;
import pipeline.cli.signals.Signals;
import pipeline.cli.signals.ThreadsOfRecipe;
import pipeline.cli.summary.RunResult;
import pipeline.cli.summary.RunStatus;
import pipeline.dispatch.JobRunner;
import pipeline.dispatch.attempt.RunIdentity;
import pipeline.job.ComputeJob;
import pipeline.job.Outcome;
import pipeline.job.ResultMismatchException;
import pipeline.log.server.RecordSink;
import pipeline.node.ArgumentMismatchException;
import pipeline.python.PythonException;
import pipeline.recipe.RecipeFailure;
import pipeline.recipe.StepFailedException;
import pipeline.recipe.run.RecipeLocation;
import pipeline.recipe.run.RecipeRun;
import pipeline.recipe.spi.DryRun;
import pipeline.recipe.spi.RecipeContext;
import pipeline.recipe.spi.RecipeContext.Naming;
import pipeline.recipe.spi.RecipeContext.Scheduling;
import pipeline.text.Plural;
import pipeline.text.VisibleText;
import pipeline.time.Scheduler;

/** The part of a run during which the log is open: the hosts, the engine, and the recipe between them. */
final class RecipeExecution {

    private final RunRequest request;
    private final RunPlan plan;
    private final SignalHandler signals;
    private final RecipeThread thread;
    private final CliEnvironment environment;
    private final RunWatcher watcher;
    private final Logger logger;
    private volatile @Nullable RecipeRun run;

    /**
     * Makes it.
     *
     * @param watcher hears of all jobs
     */
    RecipeExecution(
            RunRequest request,
            RunPlan plan,
            SignalHandler signals,
            RecipeThread thread,
            CliEnvironment environment,
            RunWatcher watcher) {
        this.request = request;
        this.plan = plan;
        this.signals = signals;
        this.thread = thread;
        this.environment = environment;
        this.watcher = watcher;
        this.logger = LogManager.getLogger(request.recipeName());
    }

    /** Runs the recipe; what it throws becomes part of the ending, and is logged. */
    RunResult execute(RecordSink sink) {
        RunResult result = executed(sink);
        RecipeRun begun = run;
        if (begun != null && signals.isHungUp()) {
            logger.warn("the terminal is gone: {}", undone(begun.unsuccessful()));
        }
        return result;
    }

    /** Says what is left, which nobody sees at a terminal that is gone. */
    private static String undone(List<Outcome> unsuccessful) {
        long left = unsuccessful.stream()
                .map(Outcome::state)
                .filter(state -> state == Outcome.State.NOT_STARTED || state == Outcome.State.PARKED)
                .count();
        return left == 0
                ? "nothing is left undone"
                : "%s left undone; the same command goes on with them".formatted(Plural.of(left, "job is", "jobs are"));
    }

    private RunResult executed(RecordSink sink) {
        StepNamesCheck steps = new StepNamesCheck(request, plan);
        try {
            steps.check();
            RunStatus status = request.options().isDry() ? dryRun() : engaged(sink);
            return new RunResult(steps.judge(status, logger), run, null);
        } catch (Throwable e) {
            RecipeRun begun = run;
            Optional<String> end = steps.end(e);
            if (begun != null && end.isPresent()) {
                logger.warn(end.get());
                return new RunResult(RunStatus.of(begun, 0), run, null);
            }
            boolean hasScheduled = begun != null
                    && begun.scheduledJobs() > 0
                    && !request.options().isDry();
            RunStatus judged = begun != null && isFailure(e)
                    ? RunStatus.ofFailure(begun, e)
                    : hasScheduled ? RunStatus.ofMiddle(e) : RunStatus.of(e);
            RunStatus status = signals.isCauseOf(e) ? RunStatus.INTERRUPTED : judged;
            log(status, e);
            return new RunResult(status, run, e);
        }
    }

    /** Returns whether the recipe, or a step whose outcome it did not ask for, failed as one that returns a failure. */
    private static boolean isFailure(Throwable e) {
        Throwable first = e instanceof StepFailedException && e.getCause() != null ? e.getCause() : e;
        return first instanceof RecipeFailure || first instanceof StepFailedException;
    }

    private RunStatus dryRun() throws Exception {
        JobRunner none = (step, jobs, maxPerNode, listener, provenance) -> {
            throw new IllegalStateException("a dry run sends no jobs");
        };
        TableDryRun dryRun = new TableDryRun(request, plan, logger, environment.out());
        return run(none, Optional.of(dryRun), dryRun);
    }

    private RunStatus engaged(RecordSink sink) throws Exception {
        if (!request.miniCluster().isTyped()) {
            return engaged(setting(sink, Optional.empty()), null);
        }
        try (MiniClusterSession nodes =
                MiniClusterSession.start(request.miniCluster().nodes())) {
            return engaged(setting(sink, Optional.of(nodes.sshConfig())), nodes);
        }
    }

    private RunStatus engaged(Engine.Setting setting, @Nullable MiniClusterSession nodes) throws Exception {
        Engine engine = plan.engine().open(setting);
        try (OnceCloseable closing = new OnceCloseable(engine::close)) {
            signals.watch(new SignalHandler.StopTarget(
                    plan.interruptPolicy(request), this::runningJobs, engine::stop, thread, closing::close));
            refresh(engine);
            JobRunner runner = nodes == null ? engine.runner() : nodes.ahead(engine.runner());
            RunPages pages = RunPages.open(engine.pages(), request, plan.runDirectory(), environment);
            try (pages) {
                return watched(thread.counting(runner), engine);
            }
        }
    }

    /** Shows how far the run is while it goes on. */
    private RunStatus watched(JobRunner runner, Engine engine) throws Exception {
        RunProgress progress = new RunProgress(Scheduler.system(), engine::awayHosts);
        Optional<LiveScreen> screen = environment.tty().screen();
        boolean isLogged = request.common().verbose || request.common().debug;
        Consumer<String> heartbeats = line -> {
            logger.info("progress: {}", line);
            if (!isLogged) {
                environment.err().print(VisibleText.line("progress: " + line) + "\n");
            }
        };
        Optional<Runnable> resizing = screen.flatMap(live -> Signals.handle("WINCH", live::resized));
        try (ProgressReporter reporter = new ProgressReporter(
                request.jobName(),
                progress,
                heartbeats,
                screen,
                Scheduler.system(),
                Clock.system(ZoneId.systemDefault()))) {
            reporter.start(request.options().progressMode(), environment.variables());
            RunWatcher watchers = RunWatcher.all(List.of(progress, watcher));
            return listening(
                    reporter, () -> run(new WatchedRunner(runner, watchers), Optional.empty(), engine.steps()));
        } finally {
            resizing.ifPresent(Runnable::run);
        }
    }

    private RunStatus listening(ProgressReporter reporter, Callable<RunStatus> going) throws Exception {
        RunKeys keys = RunKeys.open(reporter, signals, DetachedStart.obstacle(request), environment.err());
        try {
            return going.call();
        } finally {
            keys.close();
        }
    }

    /** What is new comes in when the recipe schedules it. */
    private void refresh(Engine engine) throws Exception {
        if (!request.options().limits.isRefreshing(plan.jobs().rules().autoRefresh())) {
            return;
        }
        Optional<List<ComputeJob>> source =
                thread.run(new RecipeSource(request, plan, environment)::read).jobs();
        if (source.isPresent()) {
            long removed = engine.refresher().removeStale(source.get());
            logger.info("refresh removed {}", Plural.of(removed, "job"));
        }
    }

    private RunStatus run(JobRunner runner, Optional<DryRun> dryRun, RunSteps steps) throws Exception {
        RecipeContext context = new RecipeContext(
                new Naming(request.jobName(), plan.startTime()),
                plan.directories(),
                request.args(),
                new Scheduling(runner, plan.maxPerNode(), dryRun, steps),
                environment.out(),
                plan.values());
        RecipeRun begun = new RecipeRun(request.recipe(), context, plan.maps(), new StepRecipes(request, environment));
        run = begun;
        logger.info("recipe {} started, job {}", request.recipeName(), request.jobName());
        if (request.jobName().matches("[0-9]{1,3}")) {
            logger.warn(
                    "{} is the name of the job (-j); for {} jobs at a time on each host type -p {}",
                    request.jobName(),
                    request.jobName(),
                    request.jobName());
        }
        ThreadsOfRecipe threads = new ThreadsOfRecipe(request.recipe().getClass(), logger);
        int returned = thread.run(() -> {
            int code = begun.execute();
            threads.await();
            return code;
        });
        if (returned == 0 && begun.scheduledJobs() == 0 && dryRun.isEmpty() && !begun.hasProduct()) {
            logger.warn("recipe {} scheduled no jobs, so nothing was done on any host", request.recipeName());
        }
        request.command()
                .type()
                .changed()
                .get()
                .forEach(file -> logger.warn("{} changed while the run went on, which went on with what it had", file));
        List<String> unset = begun.unsetOutputs();
        if (returned == 0 && dryRun.isEmpty() && !unset.isEmpty()) {
            logger.warn("outputs that were declared and not set: {}", String.join(", ", unset));
        }
        RunStatus status = RunStatus.of(begun, returned);
        if (status.exitCode() == ExitCode.DONE && !begun.wasCutShort()) {
            steps.completed();
        }
        logger.info(
                "recipe {} {}",
                request.recipeName(),
                status.exitCode() == ExitCode.DONE ? "completed" : "ended with failure, returned " + returned);
        return status;
    }

    /** Returns whether what jobs print goes to standard output. */
    boolean claimedStandardOutput() {
        RecipeRun begun = run;
        return begun != null && begun.claimedStandardOutput();
    }

    /** Returns the outcomes so far that are no success. */
    List<Outcome> unsuccessful() {
        RecipeRun begun = run;
        return begun == null ? List.of() : begun.unsuccessful();
    }

    private int runningJobs() {
        RecipeRun begun = run;
        return begun == null ? 0 : begun.runningJobs();
    }

    private Engine.Setting setting(RecordSink sink, Optional<Path> sshConfig) {
        RunIdentity identity = new RunIdentity(
                request.recipeName(), request.jobName(), plan.runDirectory(), DetachedStart.predecessorOfThisProcess());
        return new Engine.Setting(
                identity,
                sink,
                sshConfig,
                JobTableUse.ofRun(request, plan, environment.directory()),
                request.command().places(),
                request.options().stopping.grace());
    }

    private void log(RunStatus status, Throwable e) {
        if (request.common().debug) {
            logger.error(status.message(), e);
        } else if (status.equals(RunStatus.INTERRUPTED)) {
            logger.warn("recipe {} was interrupted{}", request.recipeName(), place(e, " at ", ""));
        } else if (status.isMistake()) {
            boolean isOfRecipe = e instanceof ArgumentMismatchException || e instanceof ResultMismatchException;
            logger.error("{}{}", isOfRecipe ? place(e, "", ": ") : "", status.message());
        } else {
            logger.error(
                    "recipe {} broke off: {}{}; the stack trace is in {}",
                    request.recipeName(),
                    status.message(),
                    place(e, " at ", ""),
                    plan.logging().logFile().map(Path::toString).orElse("the lines below"));
        }
    }

    /** Of an exception in Python the message has the place. */
    private String place(Throwable e, String before, String after) {
        if (e instanceof PythonException) {
            return "";
        }
        return RecipeLocation.of(request.recipe().getClass(), e.getStackTrace())
                .map(place -> before + place + after)
                .orElse("");
    }
}
