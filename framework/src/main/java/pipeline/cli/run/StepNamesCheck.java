package pipeline.cli.run;

import java.util.List;
import java.util.Optional;
import org.apache.logging.log4j.Logger;
import pipeline.cli.common.DidYouMean;
import pipeline.cli.common.ExitCode;
import pipeline.cli.plan.RunPlan;
import pipeline.cli.plan.RunRequest;
import pipeline.cli.summary.RunStatus;
import pipeline.dispatch.rules.StepNotDoneException;
import pipeline.dispatch.rules.StepSelection;
import pipeline.recipe.UsageException;
import pipeline.store.JobTable;
import pipeline.store.NoJobTableException;
import pipeline.store.OpenMode;
import pipeline.store.StepRecord;
import pipeline.store.settings.JobTables;

/** Checks the names of steps that were typed, before a run and after it. */
final class StepNamesCheck {

    private final RunRequest request;
    private final RunPlan plan;
    private final StepSelection selection;

    StepNamesCheck(RunRequest request, RunPlan plan) {
        this.request = request;
        this.plan = plan;
        this.selection = request.options().selection();
    }

    /**
     * Checks that each is one of the last run.
     *
     * @throws UsageException if one is not, or is typed where it accepts all steps
     */
    void check() {
        List<String> named = selection.named();
        if (named.isEmpty() && !request.options().acceptsAll()) {
            return;
        }
        List<String> known = known();
        refuseDetached(known);
        for (String name : named) {
            if (known.stream().noneMatch(step -> StepSelection.isMeant(name, step))) {
                String hint = DidYouMean.didYouMean(name, known);
                throw new UsageException("no run of job %s has had a step %s%s"
                        .formatted(
                                request.jobName(),
                                name,
                                !hint.isEmpty()
                                        ? hint
                                        : known.isEmpty()
                                                ? "; nothing is recorded of it"
                                                : "; there are " + String.join(", ", known)));
            }
        }
    }

    /** Who types a step as a word of its own would have all steps accepted, and the recipe an argument more. */
    private void refuseDetached(List<String> known) {
        List<String> typed = request.typed();
        for (int i = 1; i < typed.size(); i++) {
            String word = typed.get(i);
            if (typed.get(i - 1).equals("--accept")
                    && known.stream().anyMatch(step -> StepSelection.isMeant(word, step))) {
                throw new UsageException(
                        "--accept %s accepts all steps, with %s as an argument of the recipe; for this step type --accept=%s"
                                .formatted(word, word, word));
            }
        }
    }

    private List<String> known() {
        try (JobTable table = JobTables.open(plan.jobs(), OpenMode.READ)) {
            return table.steps(request.recipeName(), request.jobName()).stream()
                    .map(StepRecord::step)
                    .toList();
        } catch (NoJobTableException e) {
            return List.of();
        }
    }

    /** Returns the status of a run that came to its end: one that never came to a step that it was to begin with has not done what was asked. */
    RunStatus judge(RunStatus status, Logger logger) {
        List<String> unmet = request.options().isDry() ? List.of() : selection.unmet();
        if (unmet.isEmpty()) {
            return status;
        }
        logger.error("the run did not come to step {}", String.join(", ", unmet));
        return status.exitCode() == ExitCode.DONE ? new RunStatus(ExitCode.FAILED, "") : status;
    }

    /** Returns what to say of a run that ends before a step that is not done, since only another one was asked for. */
    Optional<String> end(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof StepNotDoneException left && selection.isPastOnly()) {
                return Optional.of("the run ends before step %s, which is not done: only %s was asked for"
                        .formatted(left.step(), String.join(", ", selection.named())));
            }
        }
        return Optional.empty();
    }
}
