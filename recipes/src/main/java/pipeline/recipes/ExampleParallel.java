package pipeline.recipes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pipeline.job.ComputeJob;
import pipeline.job.Outcome;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapEntry;
import pipeline.nodes.ExampleParallelNode;
import pipeline.recipe.Description;
import pipeline.recipe.Input;
import pipeline.recipe.Recipe;

/** Sends a job to the host of every map entry; each logs its arguments. The recipe to copy for one's own. */
@Description(
        value = "Sends a job to the host of every entry of a map; each logs what it was given.",
        arguments = "[MAPFILE]",
        details = "Without a MAPFILE one job goes to localhost.",
        example = "-v --mini-cluster mapfiles/example.mapfile")
public final class ExampleParallel extends Recipe {

    private final Input<Optional<Path>> outputMap = input("output-map", "write the map, failed entries marked skip")
            .path()
            .optional();

    @Override
    protected int run() throws Exception {
        noArgumentsAfter(1);
        DataMap map = args().isEmpty() ? DataMap.of(List.of(MapEntry.of("localhost", "example_argument"))) : mapfile(0);
        List<ComputeJob> jobs = new ArrayList<>();
        for (MapEntry entry : map.active()) {
            jobs.add(nodeJob(
                    entry.host(), ExampleParallelNode.class, entry.activeFiles().toArray()));
        }
        List<Outcome> outcomes = scheduleJobs(jobs);
        if (outputMap.get().isPresent()) {
            writeMap(outputMap.get().get(), map, outcomes);
        }
        return error.isSet() ? 1 : 0;
    }
}
