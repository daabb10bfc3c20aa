package pipeline.cli.options;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import pipeline.dispatch.rules.StepSelection;
import pipeline.recipe.UsageException;

/** The options that say which steps of a recipe run again. */
public final class StepOptions {

    @Option(
            names = "--rerun",
            paramLabel = "STEP",
            order = 10,
            description = "Run all jobs of this step again, and what follows from them. May be typed several times.")
    List<String> rerun = List.of();

    @Option(
            names = "--from",
            paramLabel = "STEP",
            order = 10,
            description = "Leave the steps before this one as they are, and look for no change; they must be done.")
    @Nullable
    String from;

    @Option(
            names = "--only",
            paramLabel = "STEP",
            order = 10,
            description = "Leave all other steps as they are. The run ends before a step that is not done.")
    @Nullable
    String only;

    @Option(
            names = "--explain-resume",
            order = 10,
            description = "Say of each step what would run and why, as far as it is known before; run nothing.")
    public boolean explains;

    private @Nullable StepSelection selection;

    /**
     * Checks what was typed.
     *
     * @param accepted the steps that count as they are
     * @throws UsageException if two options say opposite things
     */
    void check(Set<String> accepted) {
        if (from != null && only != null) {
            throw new UsageException("--from %s and --only %s cannot be both".formatted(from, only));
        }
        for (String step : rerun) {
            if (accepted.contains(step)) {
                throw new UsageException(
                        "--rerun %s and --accept=%s cannot be both: one runs the step again, the other takes it as done"
                                .formatted(step, step));
            }
            refuseOther("--rerun " + step, step);
        }
        accepted.forEach(step -> refuseOther("--accept=" + step, step));
    }

    private void refuseOther(String option, String step) {
        if (only != null && !StepSelection.isMeant(only, step) && !StepSelection.isMeant(step, only)) {
            throw new UsageException("%s and --only %s cannot be both: --only leaves all other steps as they are"
                    .formatted(option, only));
        }
    }

    /** Returns what was typed; the same object each time, since it knows which steps have come. */
    StepSelection selection(Set<String> accepted) {
        StepSelection known = selection;
        if (known == null) {
            known = new StepSelection(
                    new LinkedHashSet<>(rerun), accepted, Optional.ofNullable(from), Optional.ofNullable(only));
            selection = known;
        }
        return known;
    }
}
