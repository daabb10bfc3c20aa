package pipeline.dispatch.enroll;

import java.util.List;
import pipeline.job.ComputeJob;
import pipeline.store.JobRow;

/** Looks again at what is to be done with the jobs of a call. */
public interface Revision {

    /**
     * Changes the decisions for jobs that are not to be left alone after all.
     *
     * @param jobs one for each row
     * @param decisions one for each row
     */
    void revise(List<ComputeJob> jobs, List<JobRow> rows, List<Decision> decisions);
}
