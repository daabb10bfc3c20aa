package pipeline.dispatch.enqueue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import pipeline.job.identity.StepIdentity;
import pipeline.store.StepName;
import pipeline.store.StepRecord;
import pipeline.store.StepRecords;

/** Knows what the steps of the last run came from, and tells what is different now. Thread-safe. */
final class StepJournal {

    private final StepRecords table;
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private @Nullable Map<String, StepIdentity> last;
    private volatile boolean isFirstRun;

    StepJournal(StepRecords table) {
        this.table = table;
    }

    /**
     * Returns a line that says what is different with a step of which jobs run; empty if nothing is, and for what follows in a step
     * that was told.
     *
     * @param running how many of its jobs run
     */
    Optional<String> changes(StepName step, StepIdentity now, long running, int all) {
        if (now.equals(StepIdentity.NONE) || !told.add(step.step()) || running == 0) {
            return Optional.empty();
        }
        Map<String, StepIdentity> before = last(step);
        StepIdentity then = before.get(step.step());
        String jobs = "%d of %d %s".formatted(running, all, running == 1 ? "jobs runs" : "jobs run");
        if (then == null) {
            return isFirstRun ? Optional.empty() : Optional.of("step %s is new: %s".formatted(step.step(), jobs));
        }
        List<String> changes = then.changesTo(now);
        return changes.isEmpty()
                ? Optional.empty()
                : Optional.of("step %s: %s; %s".formatted(step.step(), String.join(", ", changes), jobs));
    }

    /** Records what a step comes from now. */
    void record(StepName step, StepIdentity now) {
        if (!now.equals(StepIdentity.NONE) && !now.equals(last(step).get(step.step()))) {
            table.record(step, now.json());
            note(step, now);
        }
    }

    private synchronized void note(StepName step, StepIdentity now) {
        Map<String, StepIdentity> all = new HashMap<>(last(step));
        all.put(step.step(), now);
        last = all;
    }

    private synchronized Map<String, StepIdentity> last(StepName step) {
        Map<String, StepIdentity> known = last;
        if (known == null) {
            known = new HashMap<>();
            for (StepRecord record : table.steps(step.recipe(), step.jobName())) {
                known.put(record.step(), StepIdentity.of(record.identity()));
            }
            isFirstRun = known.isEmpty();
            last = known;
        }
        return known;
    }
}
