package pipeline.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import pipeline.dispatch.hosts.HostHealthMonitor;
import pipeline.hostset.HostSet;
import pipeline.time.MonotonicClock;

/** Which hosts get no jobs for now, for those who watch a run: the dispatcher's loop writes it down, any thread reads it. */
final class AwayHosts {

    private record Noted(boolean isDrained, String reason, int parked, long since) {}

    private final MonotonicClock clock;
    private volatile Map<String, Noted> known = Map.of();

    AwayHosts(MonotonicClock clock) {
        this.clock = clock;
    }

    /** Writes down how it is now; a host is away since it was first seen so. */
    void note(HostHealthMonitor hosts) {
        Map<String, Noted> before = known;
        Map<String, Noted> away = new TreeMap<>(HostSet.naturalOrder());
        hosts.eachAway((host, isDrained, reason, parked) -> {
            Noted then = before.get(host);
            long since = then != null && then.isDrained() == isDrained ? then.since() : clock.nanos();
            away.put(host, new Noted(isDrained, reason, parked, since));
        });
        known = away;
    }

    /** Returns them in the natural order of their names. */
    List<AwayHost> all() {
        return known.entrySet().stream()
                .map(entry -> away(entry.getKey(), entry.getValue()))
                .toList();
    }

    private AwayHost away(String host, Noted noted) {
        Duration age = clock.since(noted.since());
        return new AwayHost(host, noted.isDrained(), noted.reason(), noted.parked(), age);
    }
}
