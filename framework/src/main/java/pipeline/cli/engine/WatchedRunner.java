package pipeline.cli.engine;

import java.util.List;
import pipeline.cli.progress.RunWatcher;
import pipeline.dispatch.ForwardingJobCall;
import pipeline.dispatch.JobCall;
import pipeline.dispatch.JobRunner;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.job.identity.Provenance;

/** Runs jobs as another runner does; a watcher hears of all of them. */
public record WatchedRunner(JobRunner next, RunWatcher watcher) implements JobRunner {

    @Override
    public Outcomes run(String step, List<ComputeJob> jobs, int maxPerNode, JobListener listener, Provenance provenance)
            throws Exception {
        watcher.scheduled(step, jobs);
        return next.run(step, jobs, maxPerNode, new Both(watcher.listener(step), listener), provenance);
    }

    @Override
    public JobCall open(String step, int maxPerNode, JobListener listener) {
        return new WatchedCall(step, next.open(step, maxPerNode, new Both(watcher.listener(step), listener)));
    }

    private final class WatchedCall extends ForwardingJobCall {

        private final String step;

        WatchedCall(String step, JobCall next) {
            super(next);
            this.step = step;
        }

        @Override
        public void add(List<ComputeJob> jobs, Provenance provenance) throws Exception {
            watcher.scheduled(step, jobs);
            super.add(jobs, provenance);
        }
    }

    /** Two listeners, called one after the other. */
    private record Both(JobListener first, JobListener second) implements JobListener {

        @Override
        public void started(ComputeJob job, long number) {
            first.started(job, number);
            second.started(job, number);
        }

        @Override
        public void waits(ComputeJob job, long number) {
            first.waits(job, number);
            second.waits(job, number);
        }

        @Override
        public void stdout(ComputeJob job, byte[] bytes, boolean endOfLine) {
            first.stdout(job, bytes, endOfLine);
            second.stdout(job, bytes, endOfLine);
        }

        @Override
        public void ended(Outcome outcome) {
            first.ended(outcome);
            second.ended(outcome);
        }
    }
}
