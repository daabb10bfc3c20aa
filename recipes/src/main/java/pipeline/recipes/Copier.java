package pipeline.recipes;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import pipeline.job.ComputeJob;
import pipeline.job.Outcomes;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapEntry;
import pipeline.mapfile.MapfileException;
import pipeline.recipe.Description;
import pipeline.recipe.Input;
import pipeline.recipe.MapCopy;
import pipeline.recipe.Output;
import pipeline.recipe.Recipe;
import pipeline.recipe.UsageException;

/** Copies files from host to host by pairs of maps. */
@Description(
        value = "Copies files from host to host, by the pairs of two maps, and verifies each.",
        arguments = "[SOURCES TARGETS]",
        details = {
            "Entry by entry, a file or directory of the map SOURCES becomes that of TARGETS, through this machine: the hosts"
                    + " need no keys for each other. It arrives whole, compared by SHA-256, or not at all; the same command"
                    + " again copies what is missing or has changed.",
            "Two files that would be one, maps of different lengths, and files that would get another name where"
                    + " --no-allow-rename says that they must not are refused before anything is copied.",
            "The options are those of LOFAR's recipe; the maps may also be given as two arguments."
        })
public final class Copier extends Recipe {

    private final Input<Optional<Path>> source =
            input("mapfile-source", "the map of what is copied").path().optional();
    private final Input<Optional<Path>> target =
            input("mapfile-target", "the map of where it goes").path().optional();
    private final Input<Optional<Path>> outputMap = input("mapfile", "where to write the map of what arrived")
            .outputFile()
            .optional("copied.mapfile in the job directory");
    private final Input<Boolean> allowRename =
            input("allow-rename", "targets may have other base names").flag(true);
    private final Input<Boolean> allowMove = input("allow-move", "a permission that is not used: sources always stay")
            .flag();

    private final Output<String> copied = output("copied", "how many arrived").text();
    private final Output<Path> writtenMap =
            output("mapfile", "the map of what arrived, the rest marked skip").path();

    @Override
    protected int run() throws Exception {
        if (allowMove.get()) {
            logger().warn("--allow-move is not used: files are copied, and those of the map of sources stay");
        }
        MapCopy copy = copy();
        List<ComputeJob> jobs = copy.jobs();
        Outcomes outcomes = scheduleJobs(jobs);
        Path file = outputMap.get().orElse(jobDirectory().resolve("copied.mapfile"));
        writeMap(file, copy.targets(outcomes));
        copied.set(outcomes.successCount() + " of " + jobs.size());
        writtenMap.set(file);
        return error.isSet() ? 1 : 0;
    }

    @Override
    protected Optional<List<ComputeJob>> source() throws Exception {
        return Optional.of(copy().jobs());
    }

    private MapCopy copy() throws MapfileException {
        boolean isByOptions = source.get().isPresent() || target.get().isPresent();
        noArgumentsAfter(isByOptions ? 0 : 2);
        DataMap from = mapfile(isByOptions ? given(source, "mapfile-source") : Path.of(arg(0, "SOURCES")));
        DataMap to = mapfile(isByOptions ? given(target, "mapfile-target") : Path.of(arg(1, "TARGETS")));
        MapCopy copy = MapCopy.pairs(from, to);
        if (!allowRename.get()) {
            refuseRenaming(from, copy.targets());
        }
        return copy;
    }

    private static Path given(Input<Optional<Path>> map, String name) {
        return map.get().orElseThrow(() -> new UsageException("--%s is missing: both maps are needed".formatted(name)));
    }

    private static void refuseRenaming(DataMap from, DataMap to) {
        for (MapEntry entry : to.active()) {
            List<String> sources = from.entries().get(entry.index()).files();
            for (int i = 0; i < sources.size(); i++) {
                if (!Path.of(sources.get(i))
                        .endsWith(Path.of(entry.files().get(i)).getFileName())) {
                    throw new UsageException(
                            "entry %d, counted from 0, would rename %s to %s, which --no-allow-rename forbids"
                                    .formatted(
                                            entry.index(),
                                            sources.get(i),
                                            entry.files().get(i)));
                }
            }
        }
    }
}
