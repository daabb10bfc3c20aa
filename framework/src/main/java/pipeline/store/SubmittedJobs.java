package pipeline.store;

import java.util.List;

/**
 * What became of a batch in the table.
 *
 * @param rows one for each job of the batch, in its order; those that were there before are as they were
 * @param added how many were not there before
 */
public record SubmittedJobs(List<JobRow> rows, long added) {
    public SubmittedJobs {
        rows = List.copyOf(rows);
    }
}
