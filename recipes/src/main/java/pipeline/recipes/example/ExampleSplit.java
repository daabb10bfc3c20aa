package pipeline.recipes.example;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import pipeline.job.ComputeJob;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapfileException;
import pipeline.nodes.example.ExampleSplitNode;
import pipeline.recipe.Description;
import pipeline.recipe.Input;
import pipeline.recipe.MapResults;
import pipeline.recipe.Output;
import pipeline.recipe.Recipe;

/** Several files of each. The recipe to copy for what is cut into pieces, such as time slots or bands. */
@Description(
        value = "Splits each file into pieces on its host, and writes a map of the pieces.",
        arguments = "MAPFILE",
        details = {
            "Shows a map that grows: each job says which files it made, and the output map has an entry for each. A file"
                    + " whose job failed stays one entry, marked skip.",
            "Files have a number on each line. The pieces are called FILE.000, FILE.001 and so on."
        })
public final class ExampleSplit extends Recipe {

    private final Input<Integer> size = input("size", "how many numbers are in a piece")
            .integer(1, Integer.MAX_VALUE)
            .byDefault(100);
    private final Input<Optional<Path>> outputMap = input("output-map", "where to write the map of the pieces")
            .outputFile()
            .optional("pieces.mapfile in the job directory");

    private final Output<Long> pieces = output("pieces", "how many there are").integer();
    private final Output<Path> writtenMap =
            output("output_map", "the map of the pieces").path();

    @Override
    protected int run() throws Exception {
        noArgumentsAfter(1);
        DataMap map = mapfile(0);
        MapResults<String[]> split = results(map, scheduleJobs(jobs(map)), String[].class);
        DataMap all = split.split(result -> result.value().map(List::of).orElse(List.of()));
        Path file = outputMap.get().orElse(jobDirectory().resolve("pieces.mapfile"));
        writeMap(file, all);
        pieces.set((long) all.active().size());
        writtenMap.set(file);
        return error.isSet() ? 1 : 0;
    }

    @Override
    protected Optional<List<ComputeJob>> source() throws MapfileException {
        return Optional.of(jobs(mapfile(0)));
    }

    private List<ComputeJob> jobs(DataMap map) {
        return map.active().stream()
                .map(entry -> nodeJob(entry.host(), ExampleSplitNode.class, entry.file(), size.get()))
                .toList();
    }
}
