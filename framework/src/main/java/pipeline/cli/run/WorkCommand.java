package pipeline.cli.run;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.ExitCode;
import pipeline.cli.engine.Engine;
import pipeline.cli.engine.Refresher;
import pipeline.cli.options.LimitOptions;
import pipeline.cli.options.WorkOptions;
import pipeline.cli.plan.JobTableUse;
import pipeline.cli.plan.RunDirectories;
import pipeline.cli.plan.RunPlan;
import pipeline.cli.plan.RunPlanReader;
import pipeline.cli.plan.RunRequest;
import pipeline.cli.recipe.RecipeCommand;
import pipeline.cli.recipe.RecipeWords;
import pipeline.cli.signals.RecipeThread;
import pipeline.cli.signals.SignalHandler;
import pipeline.cli.summary.RunStatus;
import pipeline.dispatch.JobsForOtherHosts;
import pipeline.dispatch.PullOptions;
import pipeline.dispatch.attempt.RunIdentity;
import pipeline.hostset.HostSet;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.job.Outcomes.JobError;
import pipeline.log.server.MasterLogging;
import pipeline.recipe.UsageException;
import pipeline.text.Plural;
import pipeline.text.VisibleText;

/** Runs a worker: it takes the jobs of a recipe and job name from the table and runs them on this machine. */
public final class WorkCommand implements RecipeWords.Start<WorkOptions> {

    private static final int MOST_ERRORS = 20;

    private final CliEnvironment environment;
    private final Engine.Factory engines;

    public WorkCommand(CliEnvironment environment, Engine.Factory engines) {
        this.environment = environment;
        this.engines = engines;
    }

    @Override
    public int start(RecipeCommand command, WorkOptions options, List<String> afterDashes, List<String> typed) {
        PullOptions pullOptions = options.pullOptions(environment);
        RunRequest request = RunRequest.ofWork(command, options.asRunOptions(), environment, afterDashes, typed);
        RecipeThread thread = new RecipeThread(request.recipe().getClass());
        try (SignalHandler signals = SignalHandler.arm(environment.err(), environment.tty(), thread)) {
            int code = work(request, pullOptions, signals, thread).code();
            return signals.status().orElse(code);
        }
    }

    private ExitCode work(RunRequest request, PullOptions pullOptions, SignalHandler signals, RecipeThread thread) {
        try {
            RunPlanReader reader = new RunPlanReader(request, environment, engines);
            RunPlan plan = RunDirectories.claim(
                    request, reader::read, environment.clock().instant());
            FatalErrorHandler errors = FatalErrorHandler.arm(environment.err(), request, plan, signals);
            try (MasterLogging logging = MasterLogging.start(
                    plan.logging(), request.common().level(), request.recipeName(), environment.err())) {
                Engine.Setting setting = new Engine.Setting(
                        new RunIdentity(request.recipeName(), request.jobName(), plan.runDirectory()),
                        logging.sink(),
                        Optional.empty(),
                        JobTableUse.ofWork(request, plan, environment.directory()),
                        request.command().places(),
                        request.options().stopping.grace());
                RunningCount running = new RunningCount();
                Outcomes outcomes;
                JobsForOtherHosts left;
                Engine.Puller puller = plan.engine().openPuller(setting);
                try (OnceCloseable closing = new OnceCloseable(puller::close)) {
                    signals.watch(new SignalHandler.StopTarget(
                            plan.interruptPolicy(request), running::count, puller::stop, thread, closing::close));
                    thread.run(() -> {
                        refresh(request, plan, puller.refresher());
                        return true;
                    });
                    outcomes = thread.run(() -> thread.waiting(() -> puller.pull(pullOptions, running)));
                    left = puller.jobsForOtherHosts();
                }
                return reported(outcomes, left);
            } finally {
                errors.close();
            }
        } catch (Exception e) {
            return signals.isCauseOf(e)
                    ? RunStatus.INTERRUPTED.exitCode()
                    : new StartupFailure(environment, request).print(e);
        }
    }

    /** A worker that is given nothing for its recipe may still find that the recipe knows its jobs by itself. */
    private void refresh(RunRequest request, RunPlan plan, Refresher refresher) throws Exception {
        LimitOptions limits = request.options().limits;
        Logger logger = LogManager.getLogger(request.recipeName());
        if (!limits.isRefreshing(plan.jobs().rules().autoRefresh())) {
            return;
        }
        RecipeSource.Answer source;
        try {
            source = new RecipeSource(request, plan, environment).read();
        } catch (UsageException e) {
            if (limits.refresh || request.isRecipeComplete()) {
                throw e;
            }
            logger.info("no refresh, since the recipe is not given what it needs: {}", e.getMessage());
            return;
        }
        Optional<List<ComputeJob>> jobs = source.jobs();
        if (jobs.isPresent()) {
            logger.info(
                    "refresh: {}",
                    refresher
                            .refresh(source.run(), jobs.get(), Refresher.RefreshChoices.PLAIN)
                            .line());
        }
    }

    private ExitCode reported(Outcomes outcomes, JobsForOtherHosts left) {
        List<JobError> errors = outcomes.errors();
        PrintStream out = environment.out();
        String skipped = outcomes.skipCount() == 0 ? "" : ", skipped: " + outcomes.skipCount();
        out.print("succeeded: %d, failed: %d%s, remaining: %d; %s\n"
                .formatted(
                        outcomes.successCount(),
                        errors.size(),
                        skipped,
                        outcomes.remaining(),
                        words(outcomes.stop(), left)));
        errors.stream()
                .limit(MOST_ERRORS)
                .forEach(error -> environment
                        .err()
                        .print("failed: %s: %s\n".formatted(error.key().json(), VisibleText.line(error.message()))));
        if (errors.size() > MOST_ERRORS) {
            environment.err().print("and %d more; jobs errors has them all\n".formatted(errors.size() - MOST_ERRORS));
        }
        ExitCode status = status(outcomes);
        return environment.isOutWritten() || status != ExitCode.DONE ? status : ExitCode.FAILED;
    }

    /** As a master's; but what is left for others, or waits, is for others to do. */
    private static ExitCode status(Outcomes outcomes) {
        if (RunStatus.isByRule(outcomes.stop())) {
            return ExitCode.STOPPED;
        }
        if (outcomes.stop() == Outcomes.Stop.BROKEN) {
            return ExitCode.INTERNAL;
        }
        boolean isWell =
                outcomes.stop() != Outcomes.Stop.TABLE_LOST && outcomes.errors().isEmpty();
        return isWell ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static String words(Outcomes.Stop stop, JobsForOtherHosts left) {
        return switch (stop) {
            case ALL_DONE ->
                left.jobs() == 0
                        ? "all is done"
                        : "nothing is left for the hosts of this worker, but %s for %s"
                                .formatted(
                                        Plural.of(left.jobs(), "job is left", "jobs are left"),
                                        VisibleText.line(HostSet.folded(left.hosts())));
            case PARKED -> "what is left waits for hosts";
            case NOTHING_TO_CLAIM -> "what is left belongs to others or is not due";
            case LESS_URGENT_LEFT -> "what is left is less urgent";
            case MAX_CALLS -> "as many jobs were taken as may be";
            case HALTED -> "a stop rule applied";
            case INTERRUPTED -> "somebody ended the worker";
            case TABLE_LOST -> "the job table could not be used any more";
            case BROKEN -> "a fault of Pipeline ended the worker";
        };
    }

    /** Counts what runs, for what is recorded of an interrupted worker. */
    private static final class RunningCount implements JobListener {

        private final AtomicInteger running = new AtomicInteger();

        int count() {
            return running.get();
        }

        @Override
        public void started(ComputeJob job, long number) {
            running.incrementAndGet();
        }

        @Override
        public void waits(ComputeJob job, long number) {
            running.decrementAndGet();
        }

        @Override
        public void ended(Outcome outcome) {
            if (outcome.attempt().isPresent()) {
                running.decrementAndGet();
            }
        }
    }
}
