package pipeline.lineage;

import java.util.concurrent.atomic.AtomicInteger;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.Outcome;

/** Does something when so many jobs have ended. */
final class EndCount {

    private final AtomicInteger left;
    private final Runnable then;

    EndCount(int ends, Runnable then) {
        this.left = new AtomicInteger(ends);
        this.then = then;
    }

    /** Returns a listener that counts, and goes before another. */
    JobListener before(JobListener next) {
        return new JobListener() {
            @Override
            public void started(ComputeJob job, long number) {
                next.started(job, number);
            }

            @Override
            public void ended(Outcome outcome) {
                if (left.decrementAndGet() == 0) {
                    then.run();
                }
                next.ended(outcome);
            }
        };
    }
}
