package pipeline.dispatch.enqueue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import pipeline.job.ComputeJob;
import pipeline.job.identity.NamedFiles;
import pipeline.job.identity.Provenance;
import pipeline.store.JobReservations;
import pipeline.store.JobRow;
import pipeline.store.StartedJob;
import pipeline.store.StepName;

/**
 * Finds jobs of one step that may be in each other's way although they are in different runs: those that name the same file of the
 * map on one host, and all of which one names none, since nobody knows what they write. So another map does no harm.
 */
final class OverwriteDetector {

    private final EnqueuePlan plan;
    private final NamedFiles files;

    OverwriteDetector(EnqueuePlan plan, Provenance provenance) {
        this.plan = plan;
        this.files = new NamedFiles(provenance.files());
    }

    /**
     * Returns the places in the call of successes that others may have undone since: jobs that are not in the call and were
     * started by a later run.
     */
    List<Integer> find(JobReservations table, StepName step) {
        List<Integer> done = plan.succeededBefore();
        if (done.isEmpty()) {
            return List.of();
        }
        long oldest =
                done.stream().mapToLong(index -> owner(plan.row(index))).min().orElseThrow();
        Map<NamedFiles.Place, Long> latest = new HashMap<>();
        long latestOfAll = 0;
        for (StartedJob other : strangers(table.startedAfter(step, oldest))) {
            latestOfAll = Math.max(latestOfAll, other.member());
            for (NamedFiles.Place place : files.of(other.job())) {
                latest.merge(place, other.member(), Math::max);
            }
        }
        List<Integer> found = new ArrayList<>();
        for (int index : done) {
            long since = owner(plan.row(index));
            if (latestOfAll > since && last(plan.job(index), latest, latestOfAll) > since) {
                found.add(index);
            }
        }
        return found;
    }

    private long last(ComputeJob job, Map<NamedFiles.Place, Long> latest, long latestOfAll) {
        Set<NamedFiles.Place> named = files.of(job);
        return named.isEmpty()
                ? latestOfAll
                : named.stream()
                        .mapToLong(place -> latest.getOrDefault(place, 0L))
                        .max()
                        .orElseThrow();
    }

    /**
     * Returns the jobs that a run has left that is gone, which may still run, are not in the call, and may write what jobs write
     * that are to run now.
     */
    List<Long> abandoned(JobReservations table, StepName step) {
        List<StartedJob> left = strangers(table.abandoned(step));
        Set<NamedFiles.Place> ours = new HashSet<>();
        boolean isUnknown = false;
        for (int i = 0; !left.isEmpty() && i < plan.decisions().size(); i++) {
            if (plan.isToRun(i)) {
                Set<NamedFiles.Place> named = files.of(plan.job(i));
                ours.addAll(named);
                isUnknown |= named.isEmpty();
            }
        }
        List<Long> found = new ArrayList<>();
        for (StartedJob other : left) {
            Set<NamedFiles.Place> named = files.of(other.job());
            if (isUnknown || named.stream().anyMatch(ours::contains)) {
                found.add(other.id());
            }
        }
        return found;
    }

    private List<StartedJob> strangers(List<StartedJob> jobs) {
        Set<Long> ours = new HashSet<>();
        for (int i = 0; i < plan.decisions().size(); i++) {
            ours.add(plan.id(i));
        }
        return jobs.stream()
                .filter(job -> !ours.contains(job.id()) && !plan.isOfRun(job.id()))
                .toList();
    }

    private static long owner(JobRow row) {
        JobRow.Reserved reserved = row.reservation();
        return reserved == null ? 0 : reserved.owner();
    }
}
