package pipeline.dispatch.hosts;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.queue.HostSlots;
import pipeline.dispatch.queue.Hosts;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.table.ActiveDrains;

/** The hosts of the run, each with its health and the jobs that are kept from it. Confined to the dispatcher's loop. */
final class MonitoredHosts {

    private final Hosts hosts;
    private final HostMonitoring monitoring;
    private final Map<HostSlots, HeldJobs> monitored = new HashMap<>();
    private ActiveDrains drains = ActiveDrains.NONE;

    MonitoredHosts(Hosts hosts, HostMonitoring monitoring) {
        this.hosts = hosts;
        this.monitoring = monitoring;
    }

    /** Returns a host; one that is new is healthy, or drained. */
    HeldJobs at(HostSlots slots) {
        return monitored.computeIfAbsent(slots, key -> {
            HeldJobs made = new HeldJobs(key, HostHealth.healthy(monitoring.policy()));
            String reason = whyDrained(made);
            if (reason != null) {
                List<HostHealth.Action> unused = made.on(new HostHealth.Event.Drained(reason));
            }
            return made;
        });
    }

    /** Returns all of which anything has happened. */
    List<HeldJobs> all() {
        return List.copyOf(monitored.values());
    }

    /** Returns the jobs that have been kept for long with a reservation, though it is not known what is to become of their host. */
    List<QueuedJob> stale(long now) {
        return monitored.values().stream()
                .filter(host -> !host.health().isParking())
                .flatMap(host -> host.all().stream())
                .filter(job -> job.isStale(now))
                .toList();
    }

    /** Returns whether jobs are kept from any. */
    boolean keepJobs() {
        return monitored.values().stream().anyMatch(host -> !host.isEmpty());
    }

    /** Takes which hosts are drained since now. */
    void drained(ActiveDrains now) {
        drains = now;
    }

    /** Returns why a host is drained; null if it is not. */
    @Nullable
    String whyDrained(HeldJobs host) {
        return drains.of(host.host(), hosts);
    }
}
