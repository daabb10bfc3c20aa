package pipeline.dispatch.hosts;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import pipeline.dispatch.queue.HostSlots;
import pipeline.dispatch.queue.QueuedJob;

/** A host, its health, and the jobs that are kept from it meanwhile. Confined to the dispatcher's loop. */
final class HeldJobs {

    private final HostSlots slots;
    private HostHealth health;
    private final Set<QueuedJob> held = new LinkedHashSet<>();

    HeldJobs(HostSlots slots, HostHealth health) {
        this.slots = slots;
        this.health = health;
    }

    HostSlots slots() {
        return slots;
    }

    String host() {
        return slots.host().name();
    }

    HostHealth health() {
        return health;
    }

    /** Changes its health by what happened; returns what is to be done, in this order. */
    List<HostHealth.Action> on(HostHealth.Event event) {
        HostHealth.HealthChange change = health.on(event);
        health = change.after();
        return change.actions();
    }

    void add(Collection<QueuedJob> jobs) {
        held.addAll(jobs);
    }

    boolean contains(QueuedJob job) {
        return held.contains(job);
    }

    void remove(QueuedJob job) {
        held.remove(job);
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    int size() {
        return held.size();
    }

    List<QueuedJob> all() {
        return List.copyOf(held);
    }

    /** Takes out the jobs that are meant. */
    List<QueuedJob> take(Predicate<QueuedJob> meant) {
        List<QueuedJob> taken = new ArrayList<>(held);
        taken.removeIf(meant.negate());
        taken.forEach(held::remove);
        return taken;
    }
}
