package pipeline.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import pipeline.job.ComputeJob;
import pipeline.job.JobCommand;
import pipeline.job.JobLabel;
import pipeline.job.Outcome;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapEntry;
import pipeline.mapfile.MapfileException;

/**
 * Moves the files of a map: pair by pair, all to one host, all to the master, or one to all hosts. Each file is a job of its own, compared by SHA-256;
 * what is there already is not sent again. Two files that would be one are refused before anything runs. Immutable.
 *
 * <pre>{@code
 * MapCopy fetch = MapCopy.toMaster(mapfile(0), jobDirectory().resolve("sums"));
 * DataMap here = fetch.targets(scheduleJobs("fetch", fetch.jobs()));
 * }</pre>
 */
public final class MapCopy {

    private static final String MASTER = "localhost";

    /** What happens with the file of the same place in the targets; empty for one that is skipped. */
    private final List<JobCommand.Endpoint> sources;

    private final DataMap targets;
    private final boolean isToMaster;

    private MapCopy(List<JobCommand.Endpoint> sources, DataMap targets, boolean isToMaster) throws MapfileException {
        this.sources = sources;
        this.targets = targets.requireDistinct();
        this.isToMaster = isToMaster;
    }

    /**
     * Copies file by file from the places of one map to those of another.
     *
     * @throws MapfileException if they are not of the same length, an entry has not as many files in both, or two files would be one
     */
    public static MapCopy pairs(DataMap from, DataMap to) throws MapfileException {
        if (from.size() != to.size()) {
            throw unfit("there must be a target for each source, but there are %d sources and %d targets"
                    .formatted(from.size(), to.size()));
        }
        List<MapEntry> targets = new ArrayList<>();
        for (MapEntry source : from.entries()) {
            MapEntry target = to.entries().get(source.index());
            if (source.files().size() != target.files().size()) {
                throw unfit("entry %d, counted from 0, has %d files in the sources and %d in the targets"
                        .formatted(
                                source.index(),
                                source.files().size(),
                                target.files().size()));
            }
            targets.add(like(source, target));
        }
        return new MapCopy(filesOf(from), DataMap.of(targets), false);
    }

    private static MapEntry like(MapEntry source, MapEntry target) {
        List<Boolean> skips = new ArrayList<>();
        for (int i = 0; i < source.files().size(); i++) {
            skips.add(source.skip()
                    || target.skip()
                    || source.fileSkips().get(i)
                    || target.fileSkips().get(i));
        }
        return MapEntry.of(target.host(), target.files(), !skips.contains(false), skips);
    }

    /**
     * Copies all files to one host, into a directory that is there, under their base names.
     *
     * @throws MapfileException if two files would be one
     */
    public static MapCopy toHost(DataMap from, String host, String directory) throws MapfileException {
        String place = directory.endsWith("/") ? directory : directory + "/";
        DataMap targets = from.mapping(entry -> MapEntry.of(
                host,
                entry.files().stream().map(file -> place + baseName(file)).toList(),
                entry.skip(),
                entry.fileSkips()));
        return new MapCopy(filesOf(from), targets, false);
    }

    /**
     * Copies all files to the master, into a directory for each host under their base names; the host of the targets is {@code localhost}.
     *
     * @param directory is made when the jobs are
     * @throws MapfileException if two files would be one
     */
    public static MapCopy toMaster(DataMap from, Path directory) throws MapfileException {
        Path place = directory.toAbsolutePath().normalize();
        DataMap targets = from.mapping(entry -> MapEntry.of(
                MASTER,
                entry.files().stream()
                        .map(file -> place.resolve(entry.host())
                                .resolve(baseName(file))
                                .toString())
                        .toList(),
                entry.skip(),
                entry.fileSkips()));
        return new MapCopy(filesOf(from), targets, true);
    }

    /**
     * Copies one file or directory of the master to hosts.
     *
     * @param to its name there; if it ends with a slash, the directory for it
     */
    public static MapCopy toHosts(Path file, Collection<String> hosts, String to) throws MapfileException {
        return toHosts(JobCommand.Endpoint.onMaster(file.toString()), hosts, to);
    }

    /**
     * Copies one file or directory of a host to hosts; on that host itself it stays where it is if its name is to be the same.
     *
     * @param to its name there; if it ends with a slash, the directory for it
     */
    public static MapCopy toHosts(String host, String file, Collection<String> hosts, String to)
            throws MapfileException {
        return toHosts(JobCommand.Endpoint.onHost(host, file), hosts, to);
    }

    private static MapCopy toHosts(JobCommand.Endpoint source, Collection<String> hosts, String to)
            throws MapfileException {
        String name = to.endsWith("/") ? to + baseName(source.path()) : to;
        List<MapEntry> targets = hosts.stream()
                .distinct()
                .map(target -> MapEntry.of(target, name))
                .toList();
        return new MapCopy(targets.stream().map(target -> source).toList(), DataMap.of(targets), false);
    }

    private static List<JobCommand.Endpoint> filesOf(DataMap map) {
        return map.entries().stream()
                .flatMap(entry -> entry.files().stream().map(file -> JobCommand.Endpoint.onHost(entry.host(), file)))
                .toList();
    }

    private static String baseName(String path) {
        String trimmed = path.replaceFirst("(?s)(.)/+\\z", "$1");
        return trimmed.substring(trimmed.lastIndexOf('/') + 1);
    }

    private static MapfileException unfit(String problem) {
        return MapfileException.between("the maps do not fit together: " + problem);
    }

    /**
     * Returns a job for each file that is not skipped.
     *
     * @throws IOException if the directories on the master cannot be made
     */
    public List<ComputeJob> jobs() throws IOException {
        Iterator<JobCommand.Endpoint> next = sources.iterator();
        List<ComputeJob> jobs = new ArrayList<>();
        for (MapEntry target : targets.entries()) {
            for (int i = 0; i < target.files().size(); i++) {
                JobCommand.Endpoint source = next.next();
                if (!target.skip() && !target.fileSkips().get(i)) {
                    jobs.add(job(source, target.host(), target.files().get(i)));
                }
            }
        }
        return jobs;
    }

    private ComputeJob job(JobCommand.Endpoint source, String host, String file) throws IOException {
        if (isToMaster) {
            Path target = Path.of(file);
            Files.createDirectories(target.resolveSibling(""));
        }
        JobCommand.Transfer move = new JobCommand.Transfer(
                source, isToMaster ? JobCommand.Endpoint.onMaster(file) : JobCommand.Endpoint.onHost(host, file));
        return ComputeJob.of(move.host(), move).label(JobLabel.shortened(file));
    }

    /** Returns where the files are to be, in the order of the map: what is skipped there, or in one of a pair of maps, is skipped. */
    public DataMap targets() {
        return targets;
    }

    /**
     * Returns where the files are now, with the length and order of the map: what did not arrive is marked skip, a file among several by its own
     * mark.
     *
     * @param outcomes of {@link #jobs()}, in that order
     * @throws IllegalArgumentException if there are more or fewer
     */
    public DataMap targets(List<Outcome> outcomes) {
        Iterator<Outcome> next = outcomes.iterator();
        long wanted = targets.entries().stream()
                .mapToLong(entry -> entry.activeFiles().size())
                .sum();
        if (outcomes.size() != wanted) {
            throw new IllegalArgumentException("there must be one outcome for each of the %d files, but were %d"
                    .formatted(wanted, outcomes.size()));
        }
        return targets.mapping(target -> {
            List<Boolean> skips = new ArrayList<>();
            for (int i = 0; i < target.files().size(); i++) {
                boolean isMoved = !target.skip() && !target.fileSkips().get(i);
                skips.add(!isMoved || !next.next().isSuccess());
            }
            return MapEntry.of(target.host(), target.files(), !skips.contains(false), skips);
        });
    }
}
