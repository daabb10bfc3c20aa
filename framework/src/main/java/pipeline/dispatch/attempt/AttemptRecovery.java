package pipeline.dispatch.attempt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.table.LostAttempt;
import pipeline.job.lifecycle.JobStatus;
import pipeline.remote.RemoteHost;
import pipeline.remote.SlotOwner;
import pipeline.remote.SlotTrace;
import pipeline.remote.Transport;
import pipeline.store.JobQueries;
import pipeline.store.StoreException;
import pipeline.time.Scheduler;

/**
 * What former masters and workers left on the hosts: before a job of theirs is run again, its host is asked. Each is taken
 * over on a host once. Thread-safe.
 */
public final class AttemptRecovery {

    /**
     * Where a lost attempt is to be read.
     *
     * @param isSameWork whether it does what the job would do now
     */
    record Found(String id, SlotTrace trace, boolean isSameWork) {}

    private record FormerSlots(String host, SlotOwner owner) {}

    private final Map<FormerSlots, CompletableFuture<Map<String, SlotTrace>>> taken = new ConcurrentHashMap<>();

    /**
     * Asks a host for lost attempts, the youngest first.
     *
     * @return where the first one is to be read that was started there; null if none was
     */
    CompletableFuture<@Nullable Found> find(RemoteHost host, String nodeDirectory, List<LostAttempt> lost) {
        if (lost.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        LostAttempt first = lost.get(0);
        return take(host, new SlotOwner(first.owner(), nodeDirectory), first.isOwnerGone())
                .thenCompose(traces -> {
                    SlotTrace trace = traces.get(first.id());
                    return trace != null
                            ? CompletableFuture.completedFuture(new Found(first.id(), trace, first.isSameWork()))
                            : find(host, nodeDirectory, lost.subList(1, lost.size()));
                });
    }

    private CompletableFuture<Map<String, SlotTrace>> take(RemoteHost host, SlotOwner owner, boolean isGone) {
        if (!isGone) {
            // What a living owner is given changes, and it is not ours to fence or to throw away.
            return host.takeOver(owner, false);
        }
        FormerSlots former = new FormerSlots(host.name(), owner);
        CompletableFuture<Map<String, SlotTrace>> traces =
                taken.computeIfAbsent(former, key -> host.takeOver(owner, true));
        traces.whenComplete((ok, failure) -> {
            if (failure != null) {
                taken.remove(former, traces);
            }
        });
        return traces;
    }

    /** Has the hosts throw away what was taken over, as far as the table knows how all the jobs in it ended. */
    void forgetSettled(JobQueries table, Transport transport, Duration limit, Scheduler scheduler) {
        Map<FormerSlots, Set<Long>> jobs = new HashMap<>();
        taken.forEach((former, traces) -> jobs.put(
                former,
                traces.getNow(Map.of()).keySet().stream().map(LostAttempt::job).collect(Collectors.toSet())));
        if (jobs.isEmpty()) {
            return;
        }
        Set<Long> all = new HashSet<>();
        jobs.values().forEach(all::addAll);
        Set<Long> open = new HashSet<>();
        try {
            table.jobs(all).stream()
                    .filter(row -> row.state().status() == JobStatus.PENDING
                            || row.state().status() == JobStatus.RESERVED)
                    .forEach(row -> open.add(row.id()));
        } catch (StoreException e) {
            return; // the next run finds it all again
        }
        List<CompletableFuture<Void>> forgotten = new ArrayList<>();
        jobs.forEach((former, started) -> {
            if (Collections.disjoint(started, open)) {
                forgotten.add(transport.host(former.host()).forget(former.owner()));
            }
        });
        scheduler
                .completeOnTimeout(CompletableFuture.allOf(forgotten.toArray(CompletableFuture<?>[]::new)), null, limit)
                .join();
    }
}
