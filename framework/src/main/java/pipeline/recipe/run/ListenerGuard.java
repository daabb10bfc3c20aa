package pipeline.recipe.run;

import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.recipe.ErrorFlag;

/**
 * Stands before the listeners of a recipe: what one throws is a failure of the recipe, and none may wait for jobs, since its thread
 * is one of those that would have to bring their outcomes. Thread-safe.
 */
final class ListenerGuard {

    private final ErrorFlag error;
    private final ThreadLocal<Boolean> listening = ThreadLocal.withInitial(() -> false);

    /**
     * Makes it.
     *
     * @param error is set when a listener throws
     */
    ListenerGuard(ErrorFlag error) {
        this.error = error;
    }

    /**
     * Refuses to be called by a listener.
     *
     * @throws IllegalStateException if the calling thread is calling one
     */
    void refuseInside() {
        if (listening.get()) {
            throw new IllegalStateException(
                    "scheduleJobs cannot be called in a job listener, whose thread would wait for itself; have the listener note"
                            + " what is to follow, and call scheduleJobs when this call has returned, or on a thread of your own");
        }
    }

    /** Returns a listener of which it is known when it is being called. */
    JobListener guarding(JobListener listener) {
        return listener == JobListener.NONE ? listener : new Guarded(listener);
    }

    private void call(Runnable call) {
        boolean before = listening.get();
        listening.set(true);
        try {
            call.run();
        } catch (RuntimeException e) {
            error.set();
            throw e;
        } finally {
            listening.set(before);
        }
    }

    private final class Guarded implements JobListener {

        private final JobListener next;

        Guarded(JobListener next) {
            this.next = next;
        }

        @Override
        public void started(ComputeJob job, long number) {
            call(() -> next.started(job, number));
        }

        @Override
        public void waits(ComputeJob job, long number) {
            call(() -> next.waits(job, number));
        }

        @Override
        public void stdout(ComputeJob job, byte[] bytes, boolean endOfLine) {
            call(() -> next.stdout(job, bytes, endOfLine));
        }

        @Override
        public void ended(Outcome outcome) {
            call(() -> next.ended(outcome));
        }
    }
}
