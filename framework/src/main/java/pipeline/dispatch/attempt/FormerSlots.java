package pipeline.dispatch.attempt;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.table.LostAttempt;
import pipeline.remote.RemoteHost;
import pipeline.remote.SlotOwner;
import pipeline.remote.SlotTrace;
import pipeline.remote.Transport;
import pipeline.store.AttemptRow;
import pipeline.store.JobQueries;
import pipeline.store.JobRow;
import pipeline.store.JobTable;
import pipeline.store.MemberRow;
import pipeline.store.ProcessIdentity;
import pipeline.store.StoreException;
import pipeline.time.Scheduler;

/**
 * The slots and fences that former masters and workers left on the hosts: taken over when a job of theirs is asked for, once on each
 * host, and removed at the end of the run as far as the table knows how all the jobs in them ended. Thread-safe.
 */
final class FormerSlots {

    private record OnHost(String host, SlotOwner owner) {}

    private final Map<OnHost, CompletableFuture<Map<String, SlotTrace>>> taken = new ConcurrentHashMap<>();

    /** Those of which a host said that it keeps something, whether this run asks for it or not. */
    private final Set<OnHost> reported = ConcurrentHashMap.newKeySet();

    /** Takes over what an owner left on a host, and fences it, unless the owner lives. */
    CompletableFuture<Map<String, SlotTrace>> take(RemoteHost host, SlotOwner owner, boolean isGone) {
        if (!isGone) {
            // What a living owner is given changes, and it is not ours to fence or to throw away.
            return host.takeOver(owner, false);
        }
        OnHost former = new OnHost(host.name(), owner);
        CompletableFuture<Map<String, SlotTrace>> traces =
                taken.computeIfAbsent(former, key -> host.takeOver(owner, true));
        traces.whenComplete((ok, failure) -> {
            if (failure != null) {
                taken.remove(former, traces);
            }
        });
        return traces;
    }

    /** Notes that a host keeps something of an owner of whom no runner lives there. */
    void reported(String host, SlotOwner owner) {
        reported.add(new OnHost(host, owner));
    }

    /**
     * Has the hosts remove what the table knows all about. A slot with an end that is not in the table, and that a later run would
     * ask for, stays. So does the fence of an owner whose process may come back.
     */
    void removeSettled(JobTable table, Transport transport, Duration limit, Scheduler scheduler) {
        if (taken.isEmpty() && reported.isEmpty()) {
            return;
        }
        try {
            Map<String, MemberRow> ended = table.members(true).stream()
                    .filter(member -> member.ended() != null)
                    .collect(Collectors.toMap(MemberRow::uuid, Function.identity()));
            Map<OnHost, Set<Long>> jobs = jobs(ended.keySet(), transport, limit, scheduler);
            Set<Long> open =
                    unsettled(table, jobs.values().stream().flatMap(Set::stream).collect(Collectors.toSet()));
            ProcessIdentity here = ProcessIdentity.ofThisProcess();
            await(
                    jobs.entrySet().stream()
                            .filter(former -> Collections.disjoint(former.getValue(), open))
                            .map(Map.Entry::getKey)
                            .map(former -> transport
                                    .host(former.host)
                                    .forget(former.owner, isDead(ended.get(former.owner.id()), here))),
                    limit,
                    scheduler);
        } catch (StoreException e) {
            // the next run finds it all again
        }
    }

    private static boolean isDead(@Nullable MemberRow owner, ProcessIdentity here) {
        return owner != null && owner.member().process().isKnownDead(here);
    }

    /** Returns which jobs were started in the slots; those whose owner the table does not know belong to another table. */
    private Map<OnHost, Set<Long>> jobs(Set<String> ended, Transport transport, Duration limit, Scheduler scheduler) {
        Map<OnHost, CompletableFuture<Map<String, SlotTrace>>> all = new HashMap<>(taken);
        reported.stream()
                .filter(former -> ended.contains(former.owner.id()))
                .forEach(former -> all.computeIfAbsent(
                        former, key -> transport.host(former.host).takeOver(former.owner, false)));
        await(all.values().stream(), limit, scheduler);
        Map<OnHost, Set<Long>> jobs = new HashMap<>();
        all.forEach((former, traces) -> {
            if (traces.isDone() && !traces.isCompletedExceptionally()) {
                jobs.put(
                        former,
                        traces.join().keySet().stream().map(LostAttempt::job).collect(Collectors.toSet()));
            }
        });
        return jobs;
    }

    private static void await(Stream<? extends CompletableFuture<?>> all, Duration limit, Scheduler scheduler) {
        scheduler
                .completeOnTimeout(
                        CompletableFuture.allOf(all.map(one -> one.exceptionally(failure -> null))
                                .toArray(CompletableFuture<?>[]::new)),
                        null,
                        limit)
                .join();
    }

    /** Returns the jobs of which a later run would ask a host: those that are not over, or whose last attempt has no end. */
    private static Set<Long> unsettled(JobQueries table, Collection<Long> jobs) {
        if (jobs.isEmpty()) {
            return Set.of();
        }
        Set<Long> unsettled = new HashSet<>();
        Set<Long> withoutSuccess = new HashSet<>();
        for (JobRow row : table.jobs(jobs)) {
            switch (row.state().status()) {
                case SUCCESS -> {}
                case ERROR, IGNORE -> withoutSuccess.add(row.id());
                case PENDING, RESERVED -> unsettled.add(row.id());
            }
        }
        if (!withoutSuccess.isEmpty()) {
            table.lastAttempts(withoutSuccess).stream()
                    .filter(attempt -> attempt.ending() == null || attempt.ending() == AttemptRow.AttemptEnd.LOST)
                    .forEach(attempt -> unsettled.add(attempt.job()));
        }
        return unsettled;
    }
}
