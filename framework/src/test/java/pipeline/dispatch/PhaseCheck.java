package pipeline.dispatch;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.attempt.RunningAttempt;
import pipeline.dispatch.queue.EventLoop;
import pipeline.dispatch.queue.HostSlots;
import pipeline.dispatch.queue.JobPhase;
import pipeline.dispatch.queue.MachineQueue;
import pipeline.dispatch.queue.PendingReservation;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.rules.StopReason;
import pipeline.job.Outcomes;

/**
 * Compares after each event of a loop the phases of its jobs with what its parts keep: a job is in the collection that belongs to its
 * phase, and in no other. Looks into the parts by reflection, as no part shows others what it keeps.
 */
final class PhaseCheck {

    private final LoopParts parts;
    private final List<String> faults = new CopyOnWriteArrayList<>();

    private PhaseCheck(LoopParts parts) {
        this.parts = parts;
    }

    /** Begins to check the loop of a dispatcher, which has no jobs yet. */
    static PhaseCheck of(Dispatcher dispatcher) {
        PhaseCheck check = new PhaseCheck((LoopParts) field(field(dispatcher, "loop"), "parts"));
        EventLoop events = check.parts.state().events();
        Runnable afterEach = (Runnable) field(events, "afterEach");
        set(events, "afterEach", (Runnable) () -> {
            afterEach.run();
            check.look();
        });
        // the loop's thread sees the change with the next event
        events.post(() -> {});
        return check;
    }

    /** Returns what did not fit. */
    List<String> faults() {
        return faults;
    }

    private void look() {
        StopReason stopped = parts.state().limits().stopped();
        if (stopped != null && stopped.stop() == Outcomes.Stop.BROKEN) {
            // after a fault of ours jobs may be lost from sight, for which the run is stopped
            return;
        }
        try {
            Map<JobPhase, Set<QueuedJob>> kept = kept();
            for (JobPhase phase : JobPhase.values()) {
                Set<QueuedJob> expected = identitySet(
                        phase == JobPhase.DONE
                                ? List.of()
                                : parts.state().jobs().list(phase));
                Set<QueuedJob> found = kept.getOrDefault(phase, Set.of());
                if (!expected.equals(found) && !(phase == JobPhase.RESERVING && areUnschedulable(expected, found))) {
                    faults.add("%s: jobs %s are in this phase, but jobs %s are kept as such"
                            .formatted(phase, numbers(expected), numbers(found)));
                }
            }
        } catch (RuntimeException e) {
            faults.add(e.toString());
        }
    }

    /** Of those that are reserved to be failed only the number is kept. */
    private boolean areUnschedulable(Set<QueuedJob> expected, Set<QueuedJob> found) {
        return expected.containsAll(found)
                && expected.size() - found.size() == (int) field(parts.reservations(), "unschedulable");
    }

    private Map<JobPhase, Set<QueuedJob>> kept() {
        Map<JobPhase, Set<QueuedJob>> kept = new EnumMap<>(JobPhase.class);
        Object hostHealth = parts.state().hostHealth();
        put(kept, JobPhase.QUEUED, queued());
        put(
                kept,
                JobPhase.DELAYED,
                values(field(field(parts.pendingJobs(), "later"), "waiting"))
                        .map(due -> (QueuedJob) field(due, "job")));
        put(
                kept,
                JobPhase.ELSEWHERE,
                keys(field(parts.pendingJobs(), "watched")).map(QueuedJob.class::cast));
        // a job that is given back or released has not been looked at yet
        values(field(hostHealth, "released"))
                .map(QueuedJob.class::cast)
                .forEach(job -> put(kept, job.phase(), Stream.of(job)));
        values(field(field(hostHealth, "monitored"), "monitored")).forEach(host -> {
            Object health = field(host, "health");
            boolean isParking = (boolean) field(field(health, "state"), "isParking");
            put(
                    kept,
                    isParking ? JobPhase.PARKED : JobPhase.HELD,
                    values(field(host, "held")).map(QueuedJob.class::cast));
        });
        put(kept, JobPhase.RESERVING, reserving());
        put(kept, JobPhase.RUNNING, running());
        put(
                kept,
                JobPhase.SUSPECT,
                values(field(parts.attempts().failureDetector(), "suspects"))
                        .flatMap(PhaseCheck::values)
                        .map(suspect -> ((RunningAttempt) field(suspect, "run")).job()));
        put(kept, JobPhase.RECORDING, keys(field(parts.recorder(), "pending")).map(QueuedJob.class::cast));
        return kept;
    }

    private Stream<QueuedJob> queued() {
        List<QueuedJob> queued = new ArrayList<>();
        for (HostSlots host : parts.state().hosts().hosts()) {
            values(field(host, "free")).map(QueuedJob.class::cast).forEach(queued::add);
            values(field(host, "reserved")).map(QueuedJob.class::cast).forEach(queued::add);
        }
        values(field(parts.state().hosts().gangs(), "gangs"))
                .flatMap(gang -> values(field(gang, "here")))
                .map(QueuedJob.class::cast)
                .forEach(queued::add);
        gangsOnTheirWay()
                .flatMap(gang -> values(field(gang, "others")))
                .map(start -> ((MachineQueue.Start) start).job())
                .forEach(queued::add);
        values(field(parts.state().hosts().capacities(), "unschedulable"))
                .map(found -> (QueuedJob) field(found, "job"))
                .forEach(queued::add);
        return queued.stream();
    }

    private Stream<QueuedJob> reserving() {
        Stream<QueuedJob> asked = values(field(parts.reservations(), "asked"))
                .map(PendingReservation.class::cast)
                .filter(ask -> !ask.isGivenUp())
                .map(PendingReservation::job);
        Stream<QueuedJob> ofGangs = gangsOnTheirWay()
                .flatMap(gang -> values(field(gang, "reserved")))
                .map(start -> ((MachineQueue.Start) start).job());
        return Stream.concat(asked, ofGangs);
    }

    private Stream<Object> gangsOnTheirWay() {
        return values(field(parts.gangs(), "asked")).distinct();
    }

    /** One of a gang that has ended is kept with the others until all have, and until it is known what becomes of the first that failed. */
    private Stream<QueuedJob> running() {
        Object gangs = field(parts.attempts(), "gangs");
        Stream<RunningAttempt> byThemselves =
                values(field(parts.attempts(), "running")).map(RunningAttempt.class::cast);
        Stream<RunningAttempt> ofGangs =
                values(field(gangs, "running")).distinct().flatMap(gang -> ((RunningGang) gang).members().stream());
        Stream<RunningAttempt> waiting = values(field(gangs, "concluding"))
                .map(RunningGang.class::cast)
                .flatMap(gang -> gang.members().stream().filter(member -> member != gang.culprit()));
        return Stream.of(byThemselves, ofGangs, waiting)
                .flatMap(attempts -> attempts)
                .distinct()
                .map(RunningAttempt::job);
    }

    private void put(Map<JobPhase, Set<QueuedJob>> kept, JobPhase phase, Stream<QueuedJob> jobs) {
        Set<QueuedJob> all = kept.computeIfAbsent(phase, key -> identitySet(List.of()));
        jobs.forEach(job -> {
            if (!all.add(job)) {
                faults.add("job %d is kept twice as %s".formatted(job.number(), phase));
            }
        });
    }

    private static Set<QueuedJob> identitySet(Collection<QueuedJob> jobs) {
        return jobs.stream().collect(toCollection(() -> Collections.newSetFromMap(new IdentityHashMap<>())));
    }

    private static Set<Long> numbers(Set<QueuedJob> jobs) {
        return jobs.stream().map(QueuedJob::number).collect(toSet());
    }

    private static Stream<Object> values(@Nullable Object container) {
        if (container instanceof Map<?, ?> map) {
            return new ArrayList<Object>(map.values()).stream();
        }
        return new ArrayList<Object>((Collection<?>) container).stream();
    }

    private static Stream<Object> keys(@Nullable Object map) {
        return new ArrayList<Object>(((Map<?, ?>) map).keySet()).stream();
    }

    private static @Nullable Object field(@Nullable Object owner, String name) {
        try {
            Field field = owner.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return field.get(owner);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("nothing is kept as " + name + " any more: mend this check", e);
        }
    }

    private static void set(Object owner, String name, Object value) {
        try {
            Field field = owner.getClass().getDeclaredField(name);
            field.setAccessible(true);
            field.set(owner, value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("nothing is kept as " + name + " any more: mend this check", e);
        }
    }
}
