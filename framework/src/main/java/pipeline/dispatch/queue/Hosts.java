package pipeline.dispatch.queue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.rules.DispatchSettings;
import pipeline.remote.RemoteHost;
import pipeline.remote.SlotOwner;
import pipeline.remote.Transport;

/** The machines and hosts that jobs went to so far. Confined to the dispatcher's loop. */
public final class Hosts {

    private final Transport transport;
    private final DispatchSettings settings;
    private final String owner;
    private final GlobalLimit globalLimit;
    private final HostCapacities capacities;
    private final Map<String, MachineQueue> machines = new HashMap<>();
    private final Map<String, HostSlots> hosts = new HashMap<>();
    private final GangQueue gangs;

    /**
     * Makes an empty one.
     *
     * @param owner names whose slots they are, among all masters and workers that ever were
     */
    public Hosts(
            Transport transport,
            DispatchSettings settings,
            String owner,
            GlobalLimit globalLimit,
            HostCapacities capacities) {
        this.transport = transport;
        this.settings = settings;
        this.owner = owner;
        this.globalLimit = globalLimit;
        this.capacities = capacities;
        this.gangs = new GangQueue(capacities, globalLimit, this::machine, this::slots);
    }

    /** Returns how the hosts are reached, in a word. */
    public String method() {
        return transport.method();
    }

    public MachineQueue machine(String host) {
        return machines.computeIfAbsent(
                transport.machine(settings.machine(host)), name -> new MachineQueue(capacities, globalLimit));
    }

    /** Returns the machine whose turn it is to start a job; null if there is none, or the run may start no more now. */
    public @Nullable MachineQueue nextTurn() {
        return globalLimit.poll();
    }

    /** Returns the gangs that wait. */
    public GangQueue gangs() {
        return gangs;
    }

    /** Returns what the hosts have for the jobs. */
    public HostCapacities capacities() {
        return capacities;
    }

    /** Returns the slots of a host; names for which the transport has one host share them. */
    public HostSlots slots(String name) {
        machine(name);
        RemoteHost host = reach(name);
        return hosts.computeIfAbsent(host.name(), key -> new HostSlots(host));
    }

    /** Returns whether two names mean one machine. */
    public boolean isOneMachine(String one, String other) {
        return one.equals(other) || settings.machine(one).equals(settings.machine(other));
    }

    /** Returns whose slots they are on a host. */
    public SlotOwner owner(String host) {
        return new SlotOwner(owner, settings.node(host).nodeDirectory(), settings.orphanAfter());
    }

    public Collection<MachineQueue> machines() {
        return machines.values();
    }

    public Collection<HostSlots> hosts() {
        return hosts.values();
    }

    /** Returns whether nothing holds a place, no slot is on its way, and no host is asked what it has. */
    public boolean isIdle() {
        return !capacities.isAsking()
                && machines.values().stream().allMatch(MachineQueue::isFree)
                && hosts.values().stream().noneMatch(HostSlots::isOpening);
    }

    /** Takes out all waiting jobs. */
    public List<QueuedJob> drain() {
        List<QueuedJob> drained = new ArrayList<>();
        machines.values().forEach(machine -> drained.addAll(machine.drain()));
        drained.addAll(gangs.drain());
        return drained;
    }

    /** Takes out all jobs that wait for a host, and with them the others of their gangs. */
    public List<QueuedJob> drain(HostSlots host) {
        List<QueuedJob> drained = new ArrayList<>(machine(host.host().name()).drain(host));
        drained.addAll(gangs.drain(host));
        return drained;
    }

    /** Notes that the hosts have to keep what became of jobs, since the table does not know it. */
    public void keep() {
        hosts.values().forEach(HostSlots::keep);
    }

    /** Lets all idle slots go; completes when no host keeps more of them than it has to. */
    public CompletableFuture<Void> leave() {
        // two names may be one machine
        boolean areAllSettled = hosts.values().stream().noneMatch(HostSlots::keeps);
        return CompletableFuture.allOf(hosts.values().stream()
                .map(slots -> slots.leave(areAllSettled ? owner(slots.host().name()) : null))
                .toArray(CompletableFuture<?>[]::new));
    }

    /** Returns the way to a host, which need not have jobs. */
    public RemoteHost reach(String name) {
        return transport.host(name);
    }
}
