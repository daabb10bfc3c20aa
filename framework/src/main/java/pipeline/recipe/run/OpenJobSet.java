package pipeline.recipe.run;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.JobCall;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.JobSet;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.job.identity.Provenance;
import pipeline.job.lifecycle.ForwardingJobListener;
import pipeline.recipe.SchedulingException;

/** The jobs that a recipe has submitted. Thread-safe. */
final class OpenJobSet implements JobSet {

    private static final String CANCELLED = "cancelled by the recipe";

    private final String step;
    private final OpenJobSets submitted;
    private final JobListener listener;
    private final JobCall call;
    private final ArrivedOutcomes outcomes;

    /** Opens the call of a set, whose outcomes are reported to a listener. */
    @FunctionalInterface
    interface Opener {
        JobCall open(JobListener listener);
    }

    /**
     * Makes a set without jobs.
     *
     * @param listener notes what it hears, and passes it to the recipe's listener
     * @param reports whether the recipe has a listener
     */
    OpenJobSet(String step, OpenJobSets submitted, JobListener listener, boolean reports, Opener opener) {
        this.step = step;
        this.submitted = submitted;
        this.listener = listener;
        this.outcomes = new ArrivedOutcomes(step, submitted.scheduler());
        this.call = opener.open(new Arrivals(reports));
    }

    @Override
    public String step() {
        return step;
    }

    @Override
    public JobSet add(List<ComputeJob> jobs) {
        submitted.add(this, List.copyOf(jobs));
        return this;
    }

    /** Takes jobs into the account before they are on their way. */
    void expect(List<ComputeJob> jobs) {
        outcomes.expect(jobs);
    }

    /** Refuses jobs that cannot be run. */
    void check(List<ComputeJob> jobs) throws Exception {
        call.check(jobs);
    }

    /** Brings jobs that are expected on their way; what keeps them from it is their outcome. */
    void bring(List<ComputeJob> jobs, Provenance provenance) {
        try {
            call.add(jobs, provenance);
        } catch (Exception e) {
            submitted.reportNotBrought(step, e);
            Arrivals arrivals = new Arrivals(false);
            jobs.forEach(job -> arrivals.ended(Outcome.notStarted(job, String.valueOf(e.getMessage()))));
        }
    }

    /** Brings the first jobs on their way. */
    void begin(List<ComputeJob> jobs, Provenance provenance) throws Exception {
        expect(jobs);
        call.add(jobs, provenance);
    }

    @Override
    public int size() {
        return outcomes.size();
    }

    @Override
    public int open() {
        return outcomes.open();
    }

    /** Returns whether the recipe knows outcomes while others may still come. */
    boolean isHandingOut() {
        return outcomes.isHandingOut();
    }

    /** Returns whether the recipe takes outcomes and has not taken all that there are. */
    boolean hasMoreToTake() {
        return outcomes.hasMoreToTake();
    }

    @Override
    public Optional<Outcome> next(Duration limit) throws InterruptedException {
        submitted.refuseToWait();
        return outcomes.take(limit);
    }

    /** Returns the next outcome; null if all jobs have ended and all outcomes are handed out. */
    private @Nullable Outcome take() {
        submitted.refuseToWait();
        try {
            return outcomes.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SchedulingException(e);
        }
    }

    @Override
    public Iterator<Outcome> iterator() {
        return new Iterator<>() {
            private @Nullable Outcome next;
            private boolean hasEnded;

            @Override
            public boolean hasNext() {
                if (next == null && !hasEnded) {
                    next = take();
                    hasEnded = next == null;
                    if (hasEnded) {
                        finish();
                    }
                }
                return next != null;
            }

            @Override
            public Outcome next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("all outcomes of step " + step + " are handed out");
                }
                Outcome given = Objects.requireNonNull(next);
                next = null;
                return given;
            }
        };
    }

    private void finish() {
        try {
            await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SchedulingException(e);
        }
    }

    @Override
    public void cancel(ComputeJob job) {
        submitted.flush();
        call.cancel(other -> other == job, CANCELLED);
    }

    @Override
    public void cancel() {
        submitted.flush();
        call.cancel(job -> true, CANCELLED);
    }

    @Override
    public Outcomes await() throws InterruptedException {
        submitted.refuseToWait();
        List<Outcome> all = outcomes.awaitAll();
        Outcomes result = Outcomes.of(all, call.await().stop());
        submitted.over(this, result);
        return result;
    }

    /** Keeps the outcomes once the recipe's listener has heard of them. */
    private final class Arrivals extends ForwardingJobListener {

        private final boolean reports;

        Arrivals(boolean reports) {
            super(listener);
            this.reports = reports;
        }

        @Override
        public void ended(Outcome outcome) {
            if (reports) {
                outcomes.reported();
            }
            try {
                super.ended(outcome);
            } finally {
                outcomes.arrived(outcome);
            }
        }
    }
}
