package pipeline.recipe.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.job.identity.Lineage;
import pipeline.job.identity.Provenance;
import pipeline.job.lifecycle.ForwardingJobListener;
import pipeline.recipe.ErrorFlag;

/**
 * Keeps what has become of the jobs of a run so far. Thread-safe: the lock of {@code seen} guards the outcomes and the lineage, and no
 * listener is called while it is held.
 */
final class RunOutcomes {

    private final ErrorFlag error;
    private final RecipeMapfiles maps;
    private final Supplier<RunOrigins> origins;
    private final Set<Outcome> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Outcome> unsuccessful = new ArrayList<>();
    private final List<Outcome> all = new ArrayList<>();
    private int calls;
    private Lineage lineage = Lineage.NONE;
    private final Set<Long> running = ConcurrentHashMap.newKeySet();
    private final Set<Outcomes.Stop> stops = ConcurrentHashMap.newKeySet();

    /**
     * Makes it without outcomes.
     *
     * @param error is set when a job fails
     * @param maps the maps that later jobs may come from
     * @param origins returns what later jobs may come from beside the calls of the recipe itself
     */
    RunOutcomes(ErrorFlag error, RecipeMapfiles maps, Supplier<RunOrigins> origins) {
        this.error = error;
        this.maps = maps;
        this.origins = origins;
    }

    /** Returns a listener that notes what it hears before it passes it to the recipe's own. */
    JobListener noting(JobListener listener) {
        return new NotingListener(listener);
    }

    /** Notes how the jobs of a step ended, all of them. */
    void ended(String step, Outcomes outcomes) {
        outcomes.forEach(this::note);
        stops.add(outcomes.stop());
        synchronized (seen) {
            lineage = lineage.plus(step, outcomes);
            all.addAll(outcomes);
            calls++;
        }
    }

    /** Returns where jobs come from that are scheduled now. */
    Provenance provenance() {
        RunOrigins from = origins.get();
        synchronized (seen) {
            return new Provenance(lineage, maps.files(), from.steps(), from.identity());
        }
    }

    /** Returns what has run so far. */
    Lineage lineage() {
        synchronized (seen) {
            return lineage;
        }
    }

    /** Returns the outcomes of all calls that are over. */
    List<Outcome> all() {
        synchronized (seen) {
            return List.copyOf(all);
        }
    }

    /** Returns the number of calls that are over. */
    int calls() {
        synchronized (seen) {
            return calls;
        }
    }

    /** Returns the number of jobs that have started and not ended. */
    int running() {
        return running.size();
    }

    /** Returns the outcomes that are no success, as they came in. */
    List<Outcome> unsuccessful() {
        synchronized (seen) {
            return List.copyOf(unsuccessful);
        }
    }

    /** Returns why the steps ended that are over. */
    Set<Outcomes.Stop> stops() {
        return Set.copyOf(stops);
    }

    private void note(Outcome outcome) {
        if (outcome.isSuccess()) {
            return;
        }
        synchronized (seen) {
            // an outcome is reported twice: when the job ends and when the step does
            if (!seen.add(outcome)) {
                return;
            }
            unsuccessful.add(outcome);
        }
        if (!outcome.isLeftOut()) {
            error.set();
        }
    }

    private final class NotingListener extends ForwardingJobListener {

        NotingListener(JobListener next) {
            super(next);
        }

        @Override
        public void started(ComputeJob job, long number) {
            running.add(number);
            super.started(job, number);
        }

        @Override
        public void ended(Outcome outcome) {
            outcome.attempt().ifPresent(attempt -> running.remove(attempt.number()));
            note(outcome);
            super.ended(outcome);
        }
    }
}
