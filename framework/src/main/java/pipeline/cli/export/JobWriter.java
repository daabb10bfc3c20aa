package pipeline.cli.export;

import java.util.List;
import pipeline.store.AttemptSummary;
import pipeline.store.JobRow;

/** Writes jobs one after the other in the format of another program. */
interface JobWriter {

    void begin();

    /**
     * Writes a job.
     *
     * @param attempts at it, the first one first
     */
    void job(JobRow job, List<AttemptSummary> attempts);

    /** All are written. */
    default void end() {}
}
