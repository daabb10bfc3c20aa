package pipeline.dispatch.enqueue;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.job.identity.StepIdentity;
import pipeline.job.identity.StepProducts;
import pipeline.store.JobQueries;
import pipeline.store.StepName;
import pipeline.store.StepRecord;
import pipeline.store.StepRecords;
import pipeline.store.StoreException;
import pipeline.store.Submission;
import pipeline.text.Plural;

/** Knows what the steps of the last run came from and made, and reports what is different now. Thread-safe. */
public final class StepJournal {

    private final StepRecords records;
    private final JobQueries table;
    private final Logger logger;
    private final String recipe;
    private final String jobName;
    private final Set<String> seen;
    private @Nullable Map<String, StepIdentity> last;
    private final Map<String, StepProducts> made = new HashMap<>();
    private final Set<String> absent = ConcurrentHashMap.newKeySet();
    private volatile boolean isFirstRun;

    /**
     * Makes that of a run.
     *
     * @param seen gets the steps of this run
     */
    StepJournal(StepRecords records, JobQueries table, Logger logger, String recipe, String jobName, Set<String> seen) {
        this.records = records;
        this.table = table;
        this.logger = logger;
        this.recipe = recipe;
        this.jobName = jobName;
        this.seen = seen;
    }

    /**
     * Returns a line that says what is different with a step; empty if nothing is, and for what follows in a step that was reported.
     *
     * @param running how many of its jobs run
     */
    Optional<String> changes(Submission jobs, StepIdentity now, long running) {
        String step = jobs.step().step();
        if (!seen.add(step) || now.equals(StepIdentity.NONE)) {
            return Optional.empty();
        }
        StepIdentity then = last().get(step);
        int all = jobs.jobs().size();
        String counts = "%d of %d %s".formatted(running, all, running == 1 ? "jobs runs" : "jobs run");
        if (then == null) {
            return isFirstRun || running == 0 ? Optional.empty() : Optional.of(newStep(jobs, counts));
        } else if (running == 0) {
            List<String> own = then.ownChangesTo(now);
            return own.isEmpty() || all == 0
                    ? Optional.empty()
                    : Optional.of("step %s: %s; its %s and %s kept"
                            .formatted(
                                    step,
                                    String.join(", ", own),
                                    Plural.of(all, "job does", "jobs do") + " the same",
                                    all == 1 ? "is" : "are"));
        }
        List<String> changes = then.changesTo(now);
        return changes.isEmpty()
                ? Optional.empty()
                : Optional.of("step %s: %s; %s".formatted(step, String.join(", ", changes), counts));
    }

    private String newStep(Submission jobs, String counts) {
        String step = jobs.step().step();
        return "step %s is new: %s%s"
                .formatted(
                        step,
                        counts,
                        new FormerSteps(records, table, recipe, jobName)
                                .withSameJobs(jobs, seen)
                                .map((", the same as in step %1$s of the last run; if %1$s was renamed, its old name"
                                        + " keeps what is done")::formatted)
                                .orElse(""));
    }

    /** Records what a step comes from now. */
    void record(StepName step, StepIdentity now) {
        if (now.equals(StepIdentity.NONE)) {
            return;
        }
        boolean isKnown = now.equals(last().get(step.step()));
        boolean wasAbsent = absent.remove(step.step());
        if (!isKnown || wasAbsent) {
            records.record(step, now.json());
            note(step.step(), now);
        }
    }

    /** Records what a step has made that has ended, and reports what is different with it. */
    public void ended(String step, StepIdentity identity, StepProducts products) {
        StepName name = new StepName(recipe, jobName, step);
        try {
            Optional<StepProducts> before = before(step);
            if (seen.add(step)) {
                record(name, identity);
            }
            if (!products.equals(StepProducts.NONE)) {
                records.recordOutputs(name, products.json());
            }
            List<String> changes = before.map(then -> then.changesTo(products)).orElse(List.of());
            if (!changes.isEmpty()) {
                logger.warn("step {}: {}", step, String.join(", ", changes));
            }
        } catch (StoreException e) {
            logger.warn("what step {} has made is not recorded: {}", step, e.getMessage());
        }
    }

    /** Reports which steps the last run had and this one does not, which has come to its end, and notes it. */
    public void completed() {
        FormerSteps former = new FormerSteps(records, table, recipe, jobName);
        try {
            Collection<StepName> gone = former.notIn(seen);
            former.describe(gone).ifPresent(logger::warn);
            records.noteAbsent(gone);
        } catch (StoreException e) {
            logger.warn("which steps are not there any more is not recorded: {}", e.getMessage());
        }
    }

    private synchronized Optional<StepProducts> before(String step) {
        Map<String, StepIdentity> unused = last();
        return Optional.ofNullable(made.remove(step));
    }

    private synchronized void note(String step, StepIdentity now) {
        Map<String, StepIdentity> all = new HashMap<>(last());
        all.put(step, now);
        last = all;
    }

    private synchronized Map<String, StepIdentity> last() {
        Map<String, StepIdentity> known = last;
        if (known == null) {
            known = new HashMap<>();
            for (StepRecord record : records.steps(recipe, jobName)) {
                known.put(record.step(), StepIdentity.of(record.identity()));
                String outputs = record.outputs();
                if (outputs != null) {
                    made.put(record.step(), StepProducts.of(outputs));
                }
                if (record.isAbsent()) {
                    absent.add(record.step());
                }
            }
            isFirstRun = known.isEmpty();
            last = known;
        }
        return known;
    }
}
