package pipeline.recipe.run;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import pipeline.job.ComputeJob;

/** How many jobs a run would start on each host, and how many it would not. Thread-safe. */
public final class PlannedJobs {

    private final Map<String, Counts> hosts = new LinkedHashMap<>();

    /**
     * The jobs of one host.
     *
     * @param toRun those that would run
     * @param others those that would not, such as those that are done
     */
    public record Counts(long toRun, long others) {}

    synchronized void add(Collection<ComputeJob> all, Collection<ComputeJob> toRun) {
        all.forEach(job -> hosts.merge(
                job.host(),
                new Counts(0, 1),
                (known, one) -> new Counts(known.toRun(), known.others() + one.others())));
        toRun.forEach(job ->
                hosts.computeIfPresent(job.host(), (host, known) -> new Counts(known.toRun() + 1, known.others() - 1)));
    }

    /** Returns the hosts with their jobs, in the order in which they were met. */
    public synchronized Map<String, Counts> hosts() {
        return new LinkedHashMap<>(hosts);
    }

    /** Returns how many jobs would run on all hosts. */
    public synchronized long toRun() {
        return hosts.values().stream().mapToLong(Counts::toRun).sum();
    }
}
