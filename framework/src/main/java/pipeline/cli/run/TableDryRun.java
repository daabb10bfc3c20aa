package pipeline.cli.run;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.logging.log4j.Logger;
import pipeline.cli.engine.RunSteps;
import pipeline.cli.plan.JobTableUse;
import pipeline.cli.plan.RunPlan;
import pipeline.cli.plan.RunRequest;
import pipeline.dispatch.enqueue.DryRunPlanner;
import pipeline.dispatch.rules.CapacityCheck;
import pipeline.job.ComputeJob;
import pipeline.job.Outcomes;
import pipeline.job.identity.Provenance;
import pipeline.job.identity.StepIdentity;
import pipeline.job.identity.StepProducts.MadeMap;
import pipeline.recipe.spi.DryRun;
import pipeline.store.JobTable;
import pipeline.store.NoJobTableException;
import pipeline.store.OpenMode;
import pipeline.store.StepName;
import pipeline.store.settings.JobTables;
import pipeline.text.VisibleText;

/** Looks into the job table as the run would, but changes nothing, and makes none. */
final class TableDryRun implements DryRun, RunSteps {

    private final RunRequest request;
    private final RunPlan plan;
    private final Logger logger;
    private final PrintStream out;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    TableDryRun(RunRequest request, RunPlan plan, Logger logger, PrintStream out) {
        this.request = request;
        this.plan = plan;
        this.logger = logger;
        this.out = out;
    }

    @Override
    public List<ComputeJob> jobsToRun(String step, List<ComputeJob> jobs, Provenance provenance) {
        if (!request.options().steps.explains) {
            return ask(planner -> planner.jobsToRun(name(step), jobs, provenance), jobs);
        }
        List<String> lines = ask(
                planner -> planner.explain(name(step), jobs, provenance),
                List.of("step %s: nothing was run so far under the job name %s".formatted(step, request.jobName())));
        lines.forEach(line -> out.print(VisibleText.line(line) + "\n"));
        return List.of();
    }

    @Override
    public void check(List<ComputeJob> jobs, int maxPerNode) {
        CapacityCheck.check(
                jobs,
                maxPerNode,
                JobTableUse.rulesOfRun(request, plan.jobs()).throttle(),
                plan.engine().settings(request.miniCluster().isTyped()));
    }

    @Override
    public Optional<Outcomes> done(String step, List<ComputeJob> jobs) {
        return ask(planner -> planner.done(name(step), jobs), Optional.empty());
    }

    @Override
    public void ended(String step, StepIdentity identity, Map<String, Object> outputs, List<MadeMap> maps) {
        seen.add(step);
    }

    @Override
    public void completed() {
        Optional<String> absent =
                ask(planner -> planner.absentSteps(request.recipeName(), request.jobName()), Optional.empty());
        if (request.options().steps.explains) {
            absent.ifPresent(line -> out.print(VisibleText.line(line) + "\n"));
        } else {
            absent.ifPresent(logger::warn);
        }
    }

    private StepName name(String step) {
        return new StepName(request.recipeName(), request.jobName(), step);
    }

    private <T> T ask(Function<DryRunPlanner, T> question, T withoutTable) {
        try (JobTable table = JobTables.open(plan.jobs(), OpenMode.READ)) {
            return question.apply(new DryRunPlanner(
                    table,
                    JobTableUse.rulesOfRun(request, plan.jobs()),
                    plan.engine().fingerprints(request.miniCluster().isTyped()),
                    seen,
                    logger));
        } catch (NoJobTableException e) {
            return withoutTable;
        }
    }
}
