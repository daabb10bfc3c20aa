package pipeline.recipes.example;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import pipeline.job.ComputeJob;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapfileException;
import pipeline.nodes.example.ExampleGroupsNode;
import pipeline.recipe.Description;
import pipeline.recipe.Input;
import pipeline.recipe.MapGroups;
import pipeline.recipe.MapResults;
import pipeline.recipe.Output;
import pipeline.recipe.Recipe;

/** Groups of entries, each for one process on their host. The recipe to copy for programs that are slow to start. */
@Description(
        value = "Counts the numbers in files, several files to a process.",
        arguments = "MAPFILE",
        details = {
            "Shows groups: at most --size entries of a host are one job. Each entry has its own result and its own mark in"
                    + " the output map; if the job of a group fails, all its entries are marked skip.",
            "Files have a number on each line."
        })
public final class ExampleGroups extends Recipe {

    private final Input<Integer> size = input("size", "how many entries are one job at most")
            .integer(1, Integer.MAX_VALUE)
            .byDefault(10);
    private final Input<Optional<Path>> outputMap = input("output-map", "write the map, failed entries marked skip")
            .outputFile()
            .optional();

    private final Output<Long> numbers = output("numbers", "how many there are").integer();

    @Override
    protected int run() throws Exception {
        noArgumentsAfter(1);
        MapGroups groups = groups(mapfile(0));
        MapResults<Integer> counts = groups.results(scheduleJobs(jobs(groups)), Integer.class);
        if (outputMap.get().isPresent()) {
            writeMap(outputMap.get().get(), counts.toMap());
        }
        numbers.set(counts.values().stream().mapToLong(Integer::longValue).sum());
        return error.isSet() ? 1 : 0;
    }

    @Override
    protected Optional<List<ComputeJob>> source() throws MapfileException {
        return Optional.of(jobs(groups(mapfile(0))));
    }

    private MapGroups groups(DataMap map) {
        return MapGroups.of(map, size.get());
    }

    private List<ComputeJob> jobs(MapGroups groups) {
        return groups.map().active().stream()
                .map(group -> nodeJob(group.host(), ExampleGroupsNode.class, group.activeFiles()))
                .toList();
    }
}
