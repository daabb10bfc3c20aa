package pipeline.recipes.example;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import pipeline.job.ComputeJob;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapfileException;
import pipeline.nodes.example.ExampleScratchNode;
import pipeline.recipe.Description;
import pipeline.recipe.Input;
import pipeline.recipe.MapResults;
import pipeline.recipe.Output;
import pipeline.recipe.Recipe;

/** A directory of its own for each job. The recipe to copy for programs that leave files about. */
@Description(
        value = "Sorts the numbers in files, each job in a directory of its own.",
        arguments = "MAPFILE",
        details = {
            "Shows directories on scratch: each job finds one in $PIPELINE_SCRATCH, which is gone when it has ended. What"
                    + " it is to leave gets its name only when it is whole.",
            "Files have a number on each line. The result goes to FILE.sorted."
        })
public final class ExampleScratch extends Recipe {

    private final Input<Optional<Path>> outputMap = input("output-map", "where to write the map of the results")
            .outputFile()
            .optional("sorted.mapfile in the job directory");

    private final Output<Path> writtenMap =
            output("output_map", "the map of the results").path();

    @Override
    protected int run() throws Exception {
        noArgumentsAfter(1);
        DataMap map = mapfile(0);
        MapResults<Integer> sorted = results(map, scheduleJobs(jobs(map)), Integer.class);
        Path file = outputMap.get().orElse(jobDirectory().resolve("sorted.mapfile"));
        writeMap(file, sorted.toMap());
        writtenMap.set(file);
        return error.isSet() ? 1 : 0;
    }

    @Override
    protected Optional<List<ComputeJob>> source() throws MapfileException {
        return Optional.of(jobs(mapfile(0)));
    }

    private List<ComputeJob> jobs(DataMap map) {
        return map.active().stream()
                .map(entry -> nodeJob(entry.host(), ExampleScratchNode.class, entry.file())
                        .scratch()
                        .atomicOutput(entry.file() + ".sorted"))
                .toList();
    }
}
