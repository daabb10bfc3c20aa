package pipeline.dispatch;

import java.util.List;
import java.util.function.Predicate;
import pipeline.job.ComputeJob;
import pipeline.job.Outcomes;
import pipeline.job.identity.Provenance;

/** Hands everything on to another call. */
public class ForwardingJobCall implements JobCall {

    private final JobCall next;

    public ForwardingJobCall(JobCall next) {
        this.next = next;
    }

    @Override
    public void check(List<ComputeJob> jobs) throws Exception {
        next.check(jobs);
    }

    @Override
    public void add(List<ComputeJob> jobs, Provenance provenance) throws Exception {
        next.add(jobs, provenance);
    }

    @Override
    public void cancel(Predicate<ComputeJob> meant, String reason) {
        next.cancel(meant, reason);
    }

    @Override
    public Outcomes await() throws InterruptedException {
        return next.await();
    }
}
