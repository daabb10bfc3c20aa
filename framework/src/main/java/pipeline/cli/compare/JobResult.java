package pipeline.cli.compare;

import org.jspecify.annotations.Nullable;
import pipeline.failure.FailedJob;
import pipeline.job.lifecycle.JobStatus;

/**
 * A job of one of two runs.
 *
 * @param identity what it has in common with its counterpart in the other run
 * @param seconds how long its last attempt took; null if it has none or that is not known
 * @param failed what is known of its failure; null if it did not fail
 */
record JobResult(
        MatchKey identity,
        long id,
        String host,
        JobStatus status,
        @Nullable Double seconds,
        @Nullable FailedJob failed) {

    /**
     * What a job is in both runs: hosts and job names may differ.
     *
     * @param occurrence among those that are equal but for it, from 0
     */
    record MatchKey(String recipe, String step, String program, String label, int occurrence) {

        /** Returns it in a few words. */
        String text() {
            return label.isEmpty() ? program : label;
        }
    }

    boolean isFailed() {
        return status == JobStatus.ERROR;
    }

    /** Returns how long it took, if it succeeded, so that a program that gave up at once is not called fast. */
    @Nullable
    Double successSeconds() {
        return status == JobStatus.SUCCESS ? seconds : null;
    }
}
