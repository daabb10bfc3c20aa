package pipeline.recipes.example;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import pipeline.job.ComputeJob;
import pipeline.mapfile.AlignedMaps;
import pipeline.mapfile.MapfileException;
import pipeline.nodes.example.ExampleAlignedNode;
import pipeline.recipe.Description;
import pipeline.recipe.Input;
import pipeline.recipe.MapResults;
import pipeline.recipe.Output;
import pipeline.recipe.Recipe;

/** Several maps that belong together place by place. The recipe to copy for data with their calibration. */
@Description(
        value = "Takes from data what the instrument made of the sky: data, instrument and sky of each place together.",
        arguments = "DATA INSTRUMENT SKY",
        details = {
            "Shows aligned maps: three maps of one length with the same host at each place. What is skipped in one is"
                    + " skipped in all; maps that do not align are refused, with the lines in which they differ.",
            "Files have a number on each line. The result goes to DATA.residual."
        })
public final class ExampleAligned extends Recipe {

    private final Input<Optional<Path>> outputMap = input("output-map", "where to write the map of the results")
            .outputFile()
            .optional("residuals.mapfile in the job directory");

    private final Output<Path> writtenMap =
            output("output_map", "the map of the results").path();

    @Override
    protected int run() throws Exception {
        noArgumentsAfter(3);
        AlignedMaps maps = AlignedMaps.of(mapfile(0), mapfile(1), mapfile(2));
        MapResults<Integer> residuals = results(maps.map(0), scheduleJobs(jobs(maps)), Integer.class);
        Path file = outputMap.get().orElse(jobDirectory().resolve("residuals.mapfile"));
        writeMap(file, residuals.toMap());
        writtenMap.set(file);
        return error.isSet() ? 1 : 0;
    }

    @Override
    protected Optional<List<ComputeJob>> source() throws MapfileException {
        return Optional.of(jobs(AlignedMaps.of(mapfile(0), mapfile(1), mapfile(2))));
    }

    private List<ComputeJob> jobs(AlignedMaps maps) {
        return maps.active().stream()
                .map(row -> nodeJob(row.host(), ExampleAlignedNode.class, row.file(0), row.file(1), row.file(2))
                        .atomicOutput(row.file(0) + ".residual"))
                .toList();
    }
}
