package pipeline.dispatch.queue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.rules.Capacity;
import pipeline.job.ResourceRequest;
import pipeline.remote.Slot;

/**
 * The throttle of one machine: jobs wait in the order of their turns, and each starts only when fewer run there than its call allows
 * and what it needs is free, all calls counted together. A job overtakes none before it, but for those that are just being reserved, so none starves; but a name of the machine that does not
 * answer holds back its own jobs only. Confined to the dispatcher's loop.
 */
public final class MachineQueue {

    /** For so many names of the machine slots may be on their way at a time. */
    private static final int NAMES_AT_ONCE = 8;

    /**
     * A job that starts now.
     *
     * @param slot is the job's until {@link #release}
     */
    public record Start(QueuedJob job, Slot slot, HostSlots host) {}

    /** The names that jobs wait for, by the turn of the first of these jobs. */
    private final NavigableMap<QueuePosition, HostSlots> turns = new TreeMap<>();

    private final Set<HostSlots> opening = new HashSet<>();
    private final ResourceUsage load = new ResourceUsage();
    private final HostCapacities capacities;
    private final GlobalLimit fanout;
    private int running;
    private boolean isClaimed;

    public MachineQueue(HostCapacities capacities, GlobalLimit fanout) {
        this.capacities = capacities;
        this.fanout = fanout;
    }

    public void add(HostSlots host, QueuedJob job) {
        QueuedJob before = host.first();
        if (before != null) {
            turns.remove(before.position());
        }
        host.add(job);
        putTurn(host);
    }

    /**
     * Returns the job whose turn it is, with a place and a slot; null if none can start now.
     *
     * @param opener asks a host for one more slot, which {@link #opened} or {@link #failed} reports later
     */
    @Nullable
    public Start next(Consumer<HostSlots> opener) {
        if (isClaimed) {
            return null;
        }
        Iterator<HostSlots> hosts = turns.values().iterator();
        while (hosts.hasNext()) {
            HostSlots host = hosts.next();
            QueuedJob job = host.first();
            if (job == null) {
                throw new IllegalStateException("a host has its turn, but no job");
            }
            int places = Math.min(job.batch().maxPerNode() - running, fanout.room());
            ResourceRequest need = capacities.need(job);
            if (!need.isNothing()) {
                Capacity capacity = capacities.capacity(job, need, host);
                if (capacity == null) {
                    continue;
                }
                String refusal = capacity.refusal(need, job.host());
                if (refusal != null) {
                    takeFirst(host, job);
                    capacities.refuse(job, refusal);
                    hosts = turns.values().iterator();
                    continue;
                }
                places = Math.min(places, load.room(need, capacity));
            }
            if (places > 0) {
                Slot slot = host.takeIdle();
                if (slot != null) {
                    takeFirst(host, job);
                    return enter(job, slot, host, need);
                }
                if (opening.size() < NAMES_AT_ONCE || opening.contains(host)) {
                    openFor(host, places, opener);
                } else if (host.isCutOff()) {
                    // A machine may have a thousand names; looking at all of them for each job would take for ever.
                    return null;
                }
            } else if (!host.isFirstOpening()) {
                return null;
            }
        }
        return null;
    }

    /**
     * Returns how a job of a gang starts, with a place and a slot; null if it cannot now. All that it needs must be known.
     *
     * @param room how many jobs the run may start
     */
    @Nullable
    Start take(HostSlots host, QueuedJob job, int room) {
        ResourceRequest need = capacities.need(job);
        Capacity capacity = need.isNothing() ? Capacity.UNKNOWN : capacities.capacity(job, need, host);
        boolean hasRoom =
                running < job.batch().maxPerNode() && room > 0 && capacity != null && load.room(need, capacity) > 0;
        Slot slot = hasRoom ? host.takeIdle() : null;
        return slot == null ? null : enter(job, slot, host, need);
    }

    private Start enter(QueuedJob job, Slot slot, HostSlots host, ResourceRequest need) {
        running++;
        fanout.enter();
        load.take(need);
        return new Start(job, slot, host);
    }

    /** Says whether only the gang that claims the machine may start jobs there. */
    void claim(boolean claims) {
        isClaimed = claims;
    }

    /** Asks a host of the machine for one more slot. */
    void open(HostSlots host, Consumer<HostSlots> opener) {
        opening.add(host);
        host.opening();
        opener.accept(host);
    }

    /** Has the machine looked at, when its turn comes, for what may start. */
    public void requestTurn() {
        fanout.queue(this);
    }

    private void openFor(HostSlots host, int places, Consumer<HostSlots> opener) {
        while (host.wantsSlot(places)) {
            open(host, opener);
        }
    }

    private void takeFirst(HostSlots host, QueuedJob job) {
        turns.remove(job.position());
        host.removeFirst();
        putTurn(host);
    }

    /** Takes out jobs of a host that were reserved before their turn, which does not come. */
    public List<QueuedJob> takeStale(HostSlots host, long now) {
        QueuedJob first = host.first();
        List<QueuedJob> stale = host.takeStale(now);
        if (first != null && !stale.isEmpty()) {
            turns.remove(first.position());
            putTurn(host);
        }
        return stale;
    }

    /** Takes out the next job that should be reserved before there is a place for it; null if there is none. */
    @Nullable
    public PendingReservation early() {
        Map.Entry<QueuePosition, HostSlots> next = turns.firstEntry();
        if (next == null || isClaimed) {
            return null;
        }
        HostSlots host = next.getValue();
        QueuedJob job = host.takeEarly();
        if (job == null) {
            return null;
        }
        turns.remove(next.getKey());
        putTurn(host);
        return new PendingReservation(this, host, job, null);
    }

    private void putTurn(HostSlots host) {
        QueuedJob first = host.first();
        if (first != null) {
            turns.put(first.position(), host);
        }
    }

    public void opened(HostSlots host, Slot slot) {
        host.opened(slot);
        noteOpening(host);
        spare(host);
    }

    /** Returns, as {@link HostSlots#failed()} does, whether it is news that the host opens no further slot. */
    public boolean failed(HostSlots host) {
        boolean isNews = host.failed();
        noteOpening(host);
        return isNews;
    }

    private void noteOpening(HostSlots host) {
        if (!host.isOpening()) {
            opening.remove(host);
        }
    }

    /** Returns whether no place is taken. */
    boolean isFree() {
        return running == 0;
    }

    /** Takes back place and slot of a job that has ended, and what it needed. */
    public void release(HostSlots host, Slot slot, QueuedJob job) {
        running--;
        fanout.leave();
        load.giveBack(capacities.need(job));
        host.release(slot);
        spare(host);
    }

    /** Keeps idle slots for the next call, unless the machine has other names to keep slots for. */
    private void spare(HostSlots host) {
        if (host.hasNoJobs() && !turns.isEmpty()) {
            host.leaveIdle();
        }
    }

    /** Takes out all waiting jobs of a host name. */
    public List<QueuedJob> drain(HostSlots host) {
        QueuedJob first = host.first();
        if (first != null) {
            turns.remove(first.position());
        }
        return host.drain();
    }

    /** Takes out all waiting jobs. */
    public List<QueuedJob> drain() {
        List<QueuedJob> drained = new ArrayList<>();
        turns.values().forEach(host -> drained.addAll(host.drain()));
        turns.clear();
        return drained;
    }
}
