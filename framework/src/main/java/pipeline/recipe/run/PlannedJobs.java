package pipeline.recipe.run;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import pipeline.job.ComputeJob;
import pipeline.job.identity.NamedFiles;
import pipeline.recipe.spi.FoundSize;
import pipeline.recipe.spi.MapFinder;

/** How many jobs a run would start on each host, on how many bytes, and how many it would not. Thread-safe. */
public final class PlannedJobs {

    private final MapFinder finder;
    private final Map<String, Counts> hosts = new LinkedHashMap<>();
    private final Map<String, Set<String>> counted = new HashMap<>();

    /**
     * Makes one that knows no jobs.
     *
     * @param finder knows the sizes of files for which hosts were asked
     */
    PlannedJobs(MapFinder finder) {
        this.finder = finder;
    }

    /**
     * The jobs of one host.
     *
     * @param toRun those that would run
     * @param others those that would not, such as those that are done
     * @param files what those that would run read
     */
    public record Counts(long toRun, long others, FileCounts files) {

        /** No job. */
        public static final Counts NONE = new Counts(0, 0, FileCounts.NONE);

        /** Returns both together. */
        public Counts plus(Counts more) {
            return new Counts(toRun + more.toRun, others + more.others, files.plus(more.files));
        }
    }

    /**
     * Files of maps, each counted once for its host.
     *
     * @param all how many there are
     * @param found how many of them were found on their hosts, by {@code HOSTSET:GLOB}
     * @param sized how many of those have a size, which directories have not
     * @param bytes how large these are together
     */
    public record FileCounts(long all, long found, long sized, long bytes) {

        /** No file. */
        public static final FileCounts NONE = new FileCounts(0, 0, 0, 0);

        /** Returns both together. */
        public FileCounts plus(FileCounts more) {
            return new FileCounts(all + more.all, found + more.found, sized + more.sized, bytes + more.bytes);
        }
    }

    /**
     * Counts the jobs of a call.
     *
     * @param maps the files of the maps that the recipe has read, by host
     */
    synchronized void add(Collection<ComputeJob> all, Collection<ComputeJob> toRun, Map<String, Set<String>> maps) {
        all.forEach(job -> count(job.host(), new Counts(0, 1, FileCounts.NONE)));
        NamedFiles named = new NamedFiles(maps);
        for (ComputeJob job : toRun) {
            FileCounts files = files(job, named, maps)
                    .map(file -> size(job.host(), file))
                    .reduce(FileCounts.NONE, FileCounts::plus);
            count(job.host(), new Counts(1, -1, files));
        }
    }

    private void count(String host, Counts more) {
        hosts.merge(host, more, Counts::plus);
    }

    /** Returns what a job reads of the files of maps: what it says itself, or those that it names. */
    private static Stream<String> files(ComputeJob job, NamedFiles named, Map<String, Set<String>> maps) {
        Set<String> here = maps.getOrDefault(job.host(), Set.of());
        return job.filesRead()
                .map(read -> read.stream().filter(here::contains))
                .orElseGet(() -> named.of(job).stream().map(NamedFiles.Place::file));
    }

    private FileCounts size(String host, String file) {
        if (!counted.computeIfAbsent(host, name -> new HashSet<>()).add(file)) {
            return FileCounts.NONE;
        }
        Optional<FoundSize> size = finder.size(host, file);
        if (size.isEmpty()) {
            return new FileCounts(1, 0, 0, 0);
        }
        boolean isKnown = size.get().bytes().isPresent();
        return new FileCounts(1, 1, isKnown ? 1 : 0, size.get().bytes().orElse(0));
    }

    /** Returns the hosts with their jobs, in the order in which they were met. */
    public synchronized Map<String, Counts> hosts() {
        return new LinkedHashMap<>(hosts);
    }

    /** Returns the jobs of all hosts. */
    public synchronized Counts total() {
        return hosts.values().stream().reduce(Counts.NONE, Counts::plus);
    }
}
