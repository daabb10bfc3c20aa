package pipeline.dispatch.table;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.queue.Hosts;
import pipeline.hostset.HostSet;
import pipeline.store.DrainedHost;

/** Which hosts somebody has drained, as far as a run is concerned. Immutable. */
public record ActiveDrains(List<DrainedHost> drains) {

    public static final ActiveDrains NONE = new ActiveDrains(List.of());

    public ActiveDrains {
        drains = List.copyOf(drains);
    }

    /** Returns what concerns a job name. */
    static ActiveDrains of(List<DrainedHost> drains, String jobName) {
        return new ActiveDrains(
                drains.stream().filter(drain -> drain.isFor(jobName)).toList());
    }

    /** Returns why a host is drained; null if it is not. */
    @Nullable
    public String of(String host, Hosts hosts) {
        return drains.stream()
                .filter(drain -> hosts.isOneMachine(drain.host(), host))
                .map(DrainedHost::text)
                .findFirst()
                .orElse(null);
    }

    public List<String> hosts() {
        return drains.stream().map(DrainedHost::host).distinct().toList();
    }

    /** Returns one line for people; empty if nothing is drained. */
    String text() {
        return drains.stream()
                .collect(Collectors.groupingBy(
                        DrainedHost::text,
                        java.util.LinkedHashMap::new,
                        Collectors.mapping(DrainedHost::host, Collectors.toList())))
                .entrySet()
                .stream()
                .map(entry -> HostSet.folded(entry.getValue()) + " " + entry.getKey())
                .collect(Collectors.joining("; "));
    }
}
