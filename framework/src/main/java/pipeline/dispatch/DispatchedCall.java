package pipeline.dispatch;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import pipeline.dispatch.queue.JobBatch;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.job.ComputeJob;
import pipeline.job.JobKeys;
import pipeline.job.Outcomes;
import pipeline.job.identity.Provenance;
import pipeline.remote.UnknownHostsException;

/** A call at the dispatcher whose jobs come one after the other. Thread-safe: the lock lets jobs in one after the other, and guards the list of them. */
final class DispatchedCall implements JobCall {

    private final Dispatcher dispatcher;
    private final String step;
    private final JobBatch batch;
    private final JobKeys keys = new JobKeys();
    private final List<QueuedJob> jobs = new ArrayList<>();

    DispatchedCall(Dispatcher dispatcher, String step, JobBatch batch) {
        this.dispatcher = dispatcher;
        this.step = step;
        this.batch = batch;
    }

    @Override
    public void check(List<ComputeJob> more) throws UnknownHostsException {
        dispatcher.check(more, batch.maxPerNode());
    }

    @Override
    public synchronized void add(List<ComputeJob> more, Provenance provenance) throws UnknownHostsException {
        jobs.addAll(dispatcher.submit(step, batch, more, keys, provenance));
    }

    @Override
    public void cancel(Predicate<ComputeJob> meant, String reason) {
        Set<QueuedJob> open = new LinkedHashSet<>();
        synchronized (this) {
            for (QueuedJob job : jobs) {
                if (batch.isOpen(job.index()) && meant.test(job.job())) {
                    open.add(job);
                }
            }
        }
        dispatcher.cancel(open, reason);
    }

    @Override
    public Outcomes await() throws InterruptedException {
        return batch.await();
    }
}
