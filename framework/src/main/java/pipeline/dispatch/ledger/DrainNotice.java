package pipeline.dispatch.ledger;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.queue.Fleet;
import pipeline.hostset.HostSet;
import pipeline.store.DrainedHost;

/** Which hosts somebody has drained, as far as a run is concerned. Immutable. */
public record DrainNotice(List<DrainedHost> drains) {

    public static final DrainNotice NONE = new DrainNotice(List.of());

    public DrainNotice {
        drains = List.copyOf(drains);
    }

    /** Gives what concerns a job name. */
    static DrainNotice of(List<DrainedHost> drains, String jobName) {
        return new DrainNotice(
                drains.stream().filter(drain -> drain.isFor(jobName)).toList());
    }

    /** Gives why a host is drained; null if it is not. */
    @Nullable
    public String of(String host, Fleet fleet) {
        return drains.stream()
                .filter(drain -> fleet.isOneMachine(drain.host(), host))
                .map(DrainedHost::text)
                .findFirst()
                .orElse(null);
    }

    public List<String> hosts() {
        return drains.stream().map(DrainedHost::host).distinct().toList();
    }

    /** Gives one line for people; empty if nothing is drained. */
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
