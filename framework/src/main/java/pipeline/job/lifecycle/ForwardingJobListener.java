package pipeline.job.lifecycle;

import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.Outcome;

/** Passes everything on to another listener; a subclass overrides what it does besides. */
public abstract class ForwardingJobListener implements JobListener {

    private final JobListener next;

    protected ForwardingJobListener(JobListener next) {
        this.next = next;
    }

    @Override
    public void started(ComputeJob job, long number) {
        next.started(job, number);
    }

    @Override
    public void waits(ComputeJob job, long number) {
        next.waits(job, number);
    }

    @Override
    public void stdout(ComputeJob job, byte[] bytes, boolean endOfLine) {
        next.stdout(job, bytes, endOfLine);
    }

    @Override
    public void ended(Outcome outcome) {
        next.ended(outcome);
    }
}
