package pipeline.recipes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pipeline.job.ComputeJob;
import pipeline.job.Outcome;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapEntry;
import pipeline.mapfile.MapfileException;
import pipeline.nodes.ExampleParallelNode;
import pipeline.recipe.Description;
import pipeline.recipe.Input;
import pipeline.recipe.Recipe;

/** Sends a job to the host of every map entry; each logs its arguments. The recipe to copy for one's own. */
@Description(
        value = "Sends a job to the host of every entry of a map; each logs what it was given.",
        arguments = "[MAPFILE]",
        details = "Without a MAPFILE one job goes to localhost.",
        exampleMap = "localhost = [ /etc/passwd ]",
        example = "-v --mini-cluster first.mapfile")
public final class ExampleParallel extends Recipe {

    private final Input<Optional<Path>> outputMap = input("output-map", "write the map, failed entries marked skip")
            .path()
            .optional();

    @Override
    protected int run() throws Exception {
        DataMap map = map();
        List<Outcome> outcomes = scheduleJobs(jobs(map));
        if (outputMap.get().isPresent()) {
            writeMap(outputMap.get().get(), map, outcomes);
        }
        return error.isSet() ? 1 : 0;
    }

    @Override
    protected Optional<List<ComputeJob>> source() throws MapfileException {
        return Optional.of(jobs(map()));
    }

    private DataMap map() throws MapfileException {
        noArgumentsAfter(1);
        return args().isEmpty() ? DataMap.of(List.of(MapEntry.of("localhost", "example_argument"))) : mapfile(0);
    }

    private List<ComputeJob> jobs(DataMap map) {
        List<ComputeJob> jobs = new ArrayList<>();
        for (MapEntry entry : map.active()) {
            jobs.add(nodeJob(
                    entry.host(), ExampleParallelNode.class, entry.activeFiles().toArray()));
        }
        return jobs;
    }
}
