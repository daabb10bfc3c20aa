package pipeline.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import pipeline.dispatch.JobCall;
import pipeline.dispatch.JobRunner;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.job.identity.Provenance;

/** A call at a runner that runs the jobs of each addition before the next one. Thread-safe. */
public final class BlockingCall implements JobCall {

    private final JobRunner runner;
    private final String step;
    private final int maxPerNode;
    private final JobListener listener;
    private final List<Outcome> outcomes = new ArrayList<>();
    private Outcomes.Stop stop = Outcomes.Stop.ALL_DONE;

    public BlockingCall(JobRunner runner, String step, int maxPerNode, JobListener listener) {
        this.runner = runner;
        this.step = step;
        this.maxPerNode = maxPerNode;
        this.listener = listener;
    }

    @Override
    public void check(List<ComputeJob> jobs) {
        // the runner does
    }

    @Override
    public synchronized void add(List<ComputeJob> jobs, Provenance provenance) throws Exception {
        Outcomes ended = runner.run(step, jobs, maxPerNode, listener, provenance);
        outcomes.addAll(ended);
        stop = ended.stop().compareTo(stop) > 0 ? ended.stop() : stop;
    }

    @Override
    public void cancel(Predicate<ComputeJob> meant, String reason) {
        // all jobs have ended
    }

    @Override
    public synchronized Outcomes await() {
        return Outcomes.of(outcomes, stop);
    }
}
