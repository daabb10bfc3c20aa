package pipeline.store;

import java.util.List;

/**
 * What became of a batch in the table.
 *
 * @param rows one for each job of the batch, in its order; those that were there before are as they were
 * @param added how many were not there before
 */
public record Enrolled(List<JobRow> rows, long added) {
    public Enrolled {
        rows = List.copyOf(rows);
    }
}
