package pipeline.cli.progress;

import java.util.List;
import java.util.function.Consumer;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.Outcome;

/** Watchers that are called one after the other. */
record WatcherGroup(List<RunWatcher> watchers) implements RunWatcher {

    WatcherGroup {
        watchers = List.copyOf(watchers);
    }

    @Override
    public void scheduled(String step, List<ComputeJob> jobs) {
        watchers.forEach(watcher -> watcher.scheduled(step, jobs));
    }

    @Override
    public JobListener listener(String step) {
        List<JobListener> listeners =
                watchers.stream().map(watcher -> watcher.listener(step)).toList();
        return new JobListener() {
            @Override
            public void started(ComputeJob job, long number) {
                each(listener -> listener.started(job, number));
            }

            @Override
            public void waits(ComputeJob job, long number) {
                each(listener -> listener.waits(job, number));
            }

            @Override
            public void stdout(ComputeJob job, byte[] bytes, boolean endOfLine) {
                each(listener -> listener.stdout(job, bytes, endOfLine));
            }

            @Override
            public void ended(Outcome outcome) {
                each(listener -> listener.ended(outcome));
            }

            private void each(Consumer<JobListener> action) {
                listeners.forEach(action);
            }
        };
    }
}
