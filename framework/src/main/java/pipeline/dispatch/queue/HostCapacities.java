package pipeline.dispatch.queue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.rules.Capacity;
import pipeline.job.ResourceRequest;

/**
 * What the hosts have for the jobs of a run: as it is declared or, where that says nothing and a job needs to know, as the host
 * says. Confined to the dispatcher's loop.
 */
public final class HostCapacities {

    private final ResourceRequest usual;
    private final Function<String, Capacity> declared;
    private final Consumer<Runnable> loop;
    private final BiConsumer<HostSlots, @Nullable Throwable> told;
    private final BiConsumer<QueuedJob, String> misfit;
    private final Map<HostSlots, Capacity> reported = new HashMap<>();
    private final Set<HostSlots> asked = new HashSet<>();

    /**
     * Makes one that has asked nobody yet.
     *
     * @param usual what a job needs that does not say so itself
     * @param declared gives what is declared for the machine of a host name
     * @param loop runs what it is given on the loop
     * @param told is told, on the loop, when a host has said what it has, or why it does not
     * @param misfit takes a job that can never run, and why
     */
    public HostCapacities(
            ResourceRequest usual,
            Function<String, Capacity> declared,
            Consumer<Runnable> loop,
            BiConsumer<HostSlots, @Nullable Throwable> told,
            BiConsumer<QueuedJob, String> misfit) {
        this.usual = usual;
        this.declared = declared;
        this.loop = loop;
        this.told = told;
        this.misfit = misfit;
    }

    ResourceRequest need(QueuedJob job) {
        return job.job().options().resources().orElse(usual);
    }

    /** Gives what a host has of what a job needs; null while the host is being asked. */
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
            host.host()
                    .ask(Capacity.SCRIPT)
                    .whenComplete((answer, failure) -> loop.accept(() -> answered(host, answer, failure)));
        }
        return null;
    }

    /** Tells whether a host is being asked. */
    public boolean isAsking() {
        return !asked.isEmpty();
    }

    /** Takes a job that a host can never run. */
    void refuse(QueuedJob job, String reason) {
        misfit.accept(job, reason);
    }

    private void answered(HostSlots host, @Nullable String answer, @Nullable Throwable failure) {
        asked.remove(host);
        if (answer != null) {
            reported.put(host, Capacity.read(answer));
            told.accept(host, null);
        } else {
            told.accept(host, failure == null ? new IllegalStateException("neither answer nor failure") : failure);
        }
    }
}
