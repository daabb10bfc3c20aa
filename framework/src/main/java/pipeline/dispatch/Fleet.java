package pipeline.dispatch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import pipeline.remote.Door;
import pipeline.remote.RemoteHost;

/** The machines and hosts that jobs went to so far. Confined to the dispatcher's loop. */
final class Fleet {

    private final Door door;
    private final DispatchSettings settings;
    private final Map<String, MachineQueue> machines = new HashMap<>();
    private final Map<String, HostSlots> hosts = new HashMap<>();

    Fleet(Door door, DispatchSettings settings) {
        this.door = door;
        this.settings = settings;
    }

    MachineQueue machine(String host) {
        return machines.computeIfAbsent(door.machine(settings.machine(host)), name -> new MachineQueue());
    }

    /** Gives the slots of a host; names for which the door has one host share them. */
    HostSlots slots(String name) {
        machine(name);
        RemoteHost host = door.host(name);
        return hosts.computeIfAbsent(host.name(), key -> new HostSlots(host));
    }

    Collection<MachineQueue> machines() {
        return machines.values();
    }

    /** Takes out all waiting jobs. */
    List<PlacedJob> drain() {
        List<PlacedJob> drained = new ArrayList<>();
        machines.values().forEach(machine -> drained.addAll(machine.drain()));
        return drained;
    }

    void closeIdle() {
        hosts.values().forEach(HostSlots::closeIdle);
    }
}
