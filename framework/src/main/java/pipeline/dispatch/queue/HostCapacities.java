package pipeline.dispatch.queue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.rules.Capacity;
import pipeline.job.ResourceRequest;

/**
 * What the hosts have for the jobs of a run: as it is declared or, where that says nothing and a job needs to know, as the host
 * says. Whom to ask, and which jobs can never run, the loop takes from here. Confined to the dispatcher's loop.
 */
public final class HostCapacities {

    /** A job that its host can never run. */
    public record Unschedulable(QueuedJob job, String reason) {}

    private final ResourceRequest usual;
    private final Function<String, Capacity> declared;
    private final Map<HostSlots, Capacity> reported = new HashMap<>();
    private final Set<HostSlots> asked = new HashSet<>();
    private List<HostSlots> toAsk = new ArrayList<>();
    private List<Unschedulable> unschedulable = new ArrayList<>();

    /**
     * Makes one that knows what is declared.
     *
     * @param usual what a job needs that does not say so itself
     * @param declared returns what is declared for the machine of a host name
     */
    public HostCapacities(ResourceRequest usual, Function<String, Capacity> declared) {
        this.usual = usual;
        this.declared = declared;
    }

    ResourceRequest need(QueuedJob job) {
        return job.job().options().resources().orElse(usual);
    }

    /** Returns what a host has of what a job needs; null while it is not known, for which the host is to be asked. */
    @Nullable
    Capacity capacity(QueuedJob job, ResourceRequest need, HostSlots host) {
        Capacity known = declared.apply(job.host());
        if (known.knows(need)) {
            return known;
        }
        Capacity report = reported.get(host);
        if (report != null) {
            return known.or(report);
        }
        if (asked.add(host)) {
            toAsk.add(host);
        }
        return null;
    }

    /** Returns and forgets the hosts that are to be asked {@link Capacity#SCRIPT}. */
    public List<HostSlots> takeHostsToAsk() {
        List<HostSlots> taken = toAsk;
        toAsk = new ArrayList<>();
        return taken;
    }

    /** Returns whether a host is being asked. */
    public boolean isAsking() {
        return !asked.isEmpty();
    }

    /**
     * Notes what a host said.
     *
     * @param answer null if it could not be asked; it may be asked again then
     */
    public void answered(HostSlots host, @Nullable String answer) {
        asked.remove(host);
        if (answer != null) {
            reported.put(host, Capacity.read(answer));
        }
    }

    /** Notes a job that a host can never run. */
    void refuse(QueuedJob job, String reason) {
        unschedulable.add(new Unschedulable(job, reason));
    }

    /** Returns and forgets the jobs that can never run. */
    public List<Unschedulable> takeUnschedulable() {
        List<Unschedulable> taken = unschedulable;
        unschedulable = new ArrayList<>();
        return taken;
    }
}
