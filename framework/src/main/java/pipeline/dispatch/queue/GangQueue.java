package pipeline.dispatch.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.rules.Capacity;
import pipeline.job.GangSeat;
import pipeline.job.ResourceRequest;

/**
 * Gangs that wait: the jobs of one get their places all at once or none does. What is free is never held for a gang in part, so two gangs
 * cannot wait for each other. So that no gang starves, one at a time claims its machines: those start nothing else until it has its
 * places. It does so only when each of its hosts has answered, so a host that is down holds back nobody. Confined to the dispatcher's
 * loop.
 */
public final class GangQueue {

    private record GangKey(JobBatch batch, String gang) {
        static GangKey of(QueuedJob job) {
            return new GangKey(job.batch(), job.job().gang().orElseThrow().gang());
        }
    }

    private final Map<GangKey, GatheredGang> gangs = new LinkedHashMap<>();
    private final Set<MachineQueue> claimed = new LinkedHashSet<>();
    private final HostCapacities capacities;
    private final GlobalLimit fanout;
    private final Function<String, MachineQueue> machines;
    private final Function<String, HostSlots> slots;
    private @Nullable GatheredGang claimant;

    /**
     * Makes an empty one.
     *
     * @param machines returns the machine of a host
     * @param slots returns the slots of a host
     */
    GangQueue(
            HostCapacities capacities,
            GlobalLimit fanout,
            Function<String, MachineQueue> machines,
            Function<String, HostSlots> slots) {
        this.capacities = capacities;
        this.fanout = fanout;
        this.machines = machines;
        this.slots = slots;
    }

    /** Notes a job of a gang that was submitted; it may still be left out or refused. */
    public void expect(QueuedJob job) {
        gang(job).expect(job);
    }

    /** Takes a job that may run as soon as the others of its gang may. */
    public void add(QueuedJob job) {
        GatheredGang gang = gang(job);
        gang.add(job);
        slots.apply(job.host()).waitsFor(1);
        machines.apply(job.host()).requestTurn();
    }

    /** Returns the jobs of the gang of a job, if all are here; none otherwise. */
    public List<QueuedJob> whole(QueuedJob job) {
        GatheredGang gang = gang(job);
        return gang.isComplete() ? gang.here() : List.of();
    }

    /** Takes out the jobs that wait of the gang of a job. */
    public List<QueuedJob> take(QueuedJob job) {
        return take(gang(job));
    }

    /** Returns why a job will never be with the others of its gang; null if it may be. */
    public @Nullable String fault(QueuedJob job) {
        return gang(job).fault();
    }

    /** Takes out the jobs of gangs that will never be complete, and forgets the gangs that are over. */
    public List<QueuedJob> takeBroken() {
        List<QueuedJob> taken = new ArrayList<>();
        for (GatheredGang gang : gangs.values()) {
            if (gang.fault() != null) {
                taken.addAll(take(gang));
            }
        }
        gangs.values().removeIf(GatheredGang::isOver);
        return taken;
    }

    private GatheredGang gang(QueuedJob job) {
        GangSeat seat = job.job().gang().orElseThrow();
        return gangs.computeIfAbsent(GangKey.of(job), key -> new GatheredGang(seat.size()));
    }

    private List<QueuedJob> take(GatheredGang gang) {
        List<QueuedJob> taken = gang.take();
        taken.forEach(job -> slots.apply(job.host()).waitsFor(-1));
        if (claimant == gang) {
            disclaim();
        }
        return taken;
    }

    /** Takes out all that wait. */
    List<QueuedJob> drain() {
        List<QueuedJob> drained = new ArrayList<>();
        gangs.values().forEach(gang -> drained.addAll(take(gang)));
        return drained;
    }

    /** Takes out the gangs that are complete and need a host, with all their jobs. */
    List<QueuedJob> drain(HostSlots host) {
        List<QueuedJob> drained = new ArrayList<>();
        for (GatheredGang gang : gangs.values()) {
            if (gang.isComplete() && gang.here().stream().anyMatch(job -> slots.apply(job.host()) == host)) {
                drained.addAll(take(gang));
            }
        }
        return drained;
    }

    /**
     * Returns the jobs of a gang with their places and slots, by their ranks; none if no gang can start now.
     *
     * @param opener asks a host for one more slot
     */
    public List<MachineQueue.Start> next(Consumer<HostSlots> opener) {
        if (!fanout.hasTurns()) {
            return List.of();
        }
        List<GatheredGang> complete = gangs.values().stream()
                .filter(GatheredGang::isComplete)
                .sorted(Comparator.comparing(GatheredGang::position))
                .toList();
        for (GatheredGang gang : complete) {
            if (isPossible(gang)) {
                List<MachineQueue.Start> starts = start(gang, opener);
                if (!starts.isEmpty()) {
                    take(gang);
                    return starts;
                }
            }
        }
        return List.of();
    }

    /** Returns whether its hosts are known to have what it needs; if one never will, its jobs are refused. */
    private boolean isPossible(GatheredGang gang) {
        Map<MachineQueue, ResourceUsage> usage = new HashMap<>();
        boolean isKnown = true;
        String refusal = null;
        for (QueuedJob job : gang.here()) {
            ResourceRequest need = capacities.need(job);
            HostSlots host = slots.apply(job.host());
            Capacity capacity = need.isNothing() ? Capacity.UNKNOWN : capacities.capacity(job, need, host);
            if (capacity == null) {
                isKnown = false;
                continue;
            }
            String shortage = need.isNothing() ? null : capacity.refusal(need, job.host());
            ResourceUsage taken = usage.computeIfAbsent(machines.apply(job.host()), machine -> new ResourceUsage());
            if (shortage == null && !need.isNothing() && taken.room(need, capacity) == 0) {
                shortage = "gang %s needs more of %s at once than it has"
                        .formatted(job.job().gang().orElseThrow().gang(), job.host());
            }
            taken.take(need);
            if (shortage == null && host.allowsAtMost() < jobsOn(host, gang)) {
                shortage = "%s lets in only %d sessions at a time, but the gang needs %d there"
                        .formatted(job.host(), host.allowsAtMost(), jobsOn(host, gang));
            }
            refusal = refusal == null ? shortage : refusal;
        }
        if (refusal != null) {
            String reason = refusal;
            take(gang).forEach(job -> capacities.refuse(job, reason));
            return false;
        }
        return isKnown;
    }

    private int jobsOn(HostSlots host, GatheredGang gang) {
        return (int) gang.here().stream()
                .filter(job -> slots.apply(job.host()) == host)
                .count();
    }

    private List<MachineQueue.Start> start(GatheredGang gang, Consumer<HostSlots> opener) {
        Set<HostSlots> hosts = new LinkedHashSet<>();
        gang.here().forEach(job -> hosts.add(slots.apply(job.host())));
        for (HostSlots host : hosts) {
            while (host.lacks(jobsOn(host, gang))) {
                machines.apply(host.host().name()).open(host, opener);
            }
        }
        if (claimant == null && hosts.stream().noneMatch(host -> host.isCutOff() || host.isFirstOpening())) {
            claim(gang);
        }
        List<MachineQueue.Start> starts = new ArrayList<>();
        for (QueuedJob job : gang.here()) {
            MachineQueue machine = machines.apply(job.host());
            int room = claimant == gang ? fanout.roomWithHeld() : fanout.room();
            MachineQueue.Start start = claimed.contains(machine) && claimant != gang
                    ? null
                    : machine.take(slots.apply(job.host()), job, room);
            if (start == null) {
                starts.forEach(
                        taken -> machines.apply(taken.job().host()).release(taken.host(), taken.slot(), taken.job()));
                return List.of();
            }
            starts.add(start);
        }
        return starts;
    }

    private void claim(GatheredGang gang) {
        claimant = gang;
        fanout.hold(gang.here().size());
        for (QueuedJob job : gang.here()) {
            MachineQueue machine = machines.apply(job.host());
            machine.claim(true);
            claimed.add(machine);
        }
    }

    private void disclaim() {
        claimant = null;
        fanout.hold(0);
        for (MachineQueue machine : claimed) {
            machine.claim(false);
            machine.requestTurn();
        }
        claimed.clear();
    }
}
