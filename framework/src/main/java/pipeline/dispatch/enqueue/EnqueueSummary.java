package pipeline.dispatch.enqueue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pipeline.dispatch.rules.RunRules;
import pipeline.dispatch.rules.StepSelection.Treatment;
import pipeline.store.JobRow;
import pipeline.text.Plural;

/** Counts what a call skips and repeats, and says why in one line. Not thread-safe. */
public final class EnqueueSummary {

    private final RunRules rules;
    private final Treatment treatment;
    private final int all;
    private int done;
    private int doneAgain;
    private int failedAgain;
    private int failedKept;
    private int ignored;
    private int skipped;
    private int skippedAgain;
    private int elsewhere;
    private int left;

    /**
     * Begins to count.
     *
     * @param rules of the step
     * @param treatment why it has them
     * @param all how many jobs the call has
     */
    EnqueueSummary(RunRules rules, Treatment treatment, int all) {
        this.rules = rules;
        this.treatment = treatment;
        this.all = all;
    }

    /** Counts a job that is not in the table yet. */
    void countNew(EnqueueDecision decision) {
        if (decision == EnqueueDecision.LEAVE) {
            left++;
        }
    }

    void count(JobRow row, EnqueueDecision decision) {
        switch (decision) {
            case KEEP -> {
                switch (row.state().status()) {
                    case SUCCESS -> done++;
                    case ERROR -> failedKept++;
                    case IGNORE -> {
                        skipped += row.isSkipped() ? 1 : 0;
                        ignored += row.isSkipped() ? 0 : 1;
                    }
                    case PENDING, RESERVED -> throw new IllegalArgumentException("not over: " + row);
                }
            }
            case RUN_AGAIN -> {
                switch (row.state().status()) {
                    case SUCCESS -> doneAgain += rules.repeat().fresh() ? 1 : 0; // the others have reasons of their own
                    case ERROR -> failedAgain++;
                    case IGNORE -> skippedAgain += rules.repeat().fresh() ? 1 : 0;
                    case PENDING, RESERVED -> throw new IllegalArgumentException("nothing to repeat: " + row);
                }
            }
            case WAIT -> elsewhere++;
            case LEAVE -> left++;
            case RUN -> {
                // What is pending is simply run: there is nothing to say.
            }
        }
    }

    /** Returns the line; empty if all jobs are simply run. */
    Optional<String> text() {
        boolean isLeft = treatment == Treatment.LEAVE;
        String why = treatment == Treatment.RERUN ? "(--rerun)" : "(--fresh)";
        List<String> parts = new ArrayList<>();
        add(parts, done, "%s done before and %s not run again" + (isLeft ? "" : " (--fresh runs all)"));
        add(parts, doneAgain, "%s done before and %s run again " + why);
        add(parts, failedAgain, "%s failed before and %s run again");
        add(parts, failedKept, "%s failed before and %s not run again");
        add(parts, skipped, "%s left out by the job itself before and %s not run again");
        add(parts, skippedAgain, "%s left out by the job itself before and %s run again " + why);
        add(parts, ignored, "%s marked to be left out and %s skipped");
        add(parts, elsewhere, "%s reserved by another process and %s waited for");
        add(
                parts,
                left,
                "%s less urgent than --priority " + rules.limit().maxPriority().orElse(0) + " and %s left");
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", parts));
    }

    private void add(List<String> parts, int count, String text) {
        if (count == 0) {
            return;
        }
        String number = parts.isEmpty() ? count + " of " + Plural.of(all, "job") : String.valueOf(count);
        boolean isFailure = text.startsWith("%s failed");
        String verb = count == 1 ? "is" : "are";
        String past = count == 1 ? " was" : " were";
        parts.add(text.formatted(number + (isFailure ? "" : past), verb));
    }
}
