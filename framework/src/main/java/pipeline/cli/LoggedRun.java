package pipeline.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.cli.ground.ExitCode;
import pipeline.cli.ground.Surroundings;
import pipeline.dispatch.attempt.RunIdentity;
import pipeline.dispatch.enroll.Foresight;
import pipeline.dispatch.fingerprint.Fingerprints;
import pipeline.job.ComputeJob;
import pipeline.job.Provenance;
import pipeline.log.server.RecordSink;
import pipeline.recipe.Forecast;
import pipeline.recipe.JobRunner;
import pipeline.recipe.RecipeContext;
import pipeline.recipe.RecipeContext.Naming;
import pipeline.recipe.RecipeContext.Scheduling;
import pipeline.recipe.RecipeRun;
import pipeline.store.JobTable;
import pipeline.store.NoJobTableException;
import pipeline.store.OpenMode;
import pipeline.store.StepName;
import pipeline.store.settings.JobTables;

/** The part of a run during which the log is open: the hosts, the engine, and the recipe between them. */
final class LoggedRun {

    private final RunRequest request;
    private final RunPlan plan;
    private final Interruption interruption;
    private final RecipeThread thread;
    private final Surroundings surroundings;
    private final Logger logger;
    private volatile @Nullable RecipeRun run;

    LoggedRun(
            RunRequest request,
            RunPlan plan,
            Interruption interruption,
            RecipeThread thread,
            Surroundings surroundings) {
        this.request = request;
        this.plan = plan;
        this.interruption = interruption;
        this.thread = thread;
        this.surroundings = surroundings;
        this.logger = LogManager.getLogger(request.recipeName());
    }

    /** Runs the recipe; whatever is thrown becomes part of the ending, and is logged. */
    Ending execute(RecordSink sink) {
        try {
            Verdict verdict = request.options().dryRun ? dryRun() : engaged(sink);
            return new Ending(verdict, run, null);
        } catch (Throwable e) {
            RecipeRun begun = run;
            boolean hasScheduled = begun != null && begun.scheduledJobs() > 0 && !request.options().dryRun;
            Verdict judged = hasScheduled ? Verdict.ofMiddle(e) : Verdict.of(e);
            Verdict verdict = interruption.isCauseOf(e) ? Verdict.INTERRUPTED : judged;
            log(verdict, e);
            return new Ending(verdict, run, e);
        }
    }

    private Verdict dryRun() throws Exception {
        JobRunner none = (step, jobs, maxPerNode, listener, provenance) -> {
            throw new IllegalStateException("a dry run sends no jobs");
        };
        return run(none, Optional.of(this::jobsToRun));
    }

    /** Looks into the job table as the run would, but changes nothing, and makes none. */
    private List<ComputeJob> jobsToRun(String step, List<ComputeJob> jobs, Provenance provenance) {
        Fingerprints fingerprints = plan.engine().fingerprints(request.wantsMiniCluster());
        try (JobTable table = JobTables.open(plan.jobs(), OpenMode.READ)) {
            return new Foresight(table, TableUse.rulesOfRun(request, plan.jobs()), fingerprints, logger)
                    .jobsToRun(new StepName(request.recipeName(), request.jobName(), step), jobs, provenance);
        } catch (NoJobTableException e) {
            return jobs;
        }
    }

    private Verdict engaged(RecordSink sink) throws Exception {
        if (!request.wantsMiniCluster()) {
            return engaged(setting(sink, Optional.empty()), null);
        }
        try (TrialNodes nodes = TrialNodes.start(request.nodes())) {
            return engaged(setting(sink, Optional.of(nodes.sshConfig())), nodes);
        }
    }

    private Verdict engaged(Engine.Setting setting, @Nullable TrialNodes nodes) throws Exception {
        Engine engine = plan.engine().open(setting);
        try (ClosedOnce closing = new ClosedOnce(engine::close)) {
            interruption.watch(new Interruption.Target(
                    plan.stopHabits(request), this::runningJobs, engine::stop, thread, closing::close));
            refresh(engine);
            JobRunner runner = nodes == null ? engine.runner() : nodes.ahead(engine.runner());
            return run(thread.counting(runner), Optional.empty());
        }
    }

    /** What is new comes in when the recipe schedules it. */
    private void refresh(Engine engine) throws Exception {
        if (!request.options().limits.isRefreshing(plan.jobs().rules().autoRefresh())) {
            return;
        }
        Optional<List<ComputeJob>> source =
                thread.run(new RecipeSource(request, plan, surroundings)::read).jobs();
        if (source.isPresent()) {
            long removed = engine.refresher().removeStale(source.get());
            logger.info("refresh removed {}", FailureSummary.jobs(removed));
        }
    }

    private Verdict run(JobRunner runner, Optional<Forecast> forecast) throws Exception {
        RecipeContext context = new RecipeContext(
                new Naming(request.jobName(), plan.startTime()),
                plan.directories(),
                request.args(),
                new Scheduling(runner, plan.maxPerNode(), forecast),
                surroundings.out());
        RecipeRun begun = new RecipeRun(request.recipe(), context);
        run = begun;
        logger.info("recipe {} started, job {}", request.recipeName(), request.jobName());
        if (request.jobName().matches("[0-9]{1,3}")) {
            logger.warn(
                    "{} is the name of the job (-j); for {} jobs at a time on each host type -p {}",
                    request.jobName(),
                    request.jobName(),
                    request.jobName());
        }
        int returned = thread.run(begun::execute);
        Verdict verdict = Verdict.of(begun, returned);
        logger.info(
                "recipe {} {}",
                request.recipeName(),
                verdict.exitCode() == ExitCode.DONE ? "completed" : "ended with failure, returned " + returned);
        return verdict;
    }

    private int runningJobs() {
        RecipeRun begun = run;
        return begun == null ? 0 : begun.runningJobs();
    }

    private Engine.Setting setting(RecordSink sink, Optional<Path> sshConfig) {
        RunIdentity identity = new RunIdentity(request.recipeName(), request.jobName(), plan.runDirectory());
        return new Engine.Setting(
                identity,
                sink,
                sshConfig,
                TableUse.ofRun(request, plan, surroundings.directory()),
                request.options().stopping.grace());
    }

    private void log(Verdict verdict, Throwable e) {
        if (request.common().debug) {
            logger.error(verdict.message(), e);
        } else if (verdict.equals(Verdict.INTERRUPTED)) {
            logger.warn(
                    "recipe {} was interrupted{}",
                    request.recipeName(),
                    RecipePlace.of(request.recipe().getClass(), e.getStackTrace())
                            .map(place -> " at " + place)
                            .orElse(""));
        } else if (verdict.isMistake()) {
            logger.error(verdict.message());
        } else {
            logger.error(
                    "recipe {} broke off: {}; the stack trace is in {}",
                    request.recipeName(),
                    verdict.message(),
                    plan.logging().logFile().map(Path::toString).orElse("the lines below"));
        }
    }
}
