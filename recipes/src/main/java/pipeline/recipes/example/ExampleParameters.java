package pipeline.recipes.example;

import java.util.List;
import java.util.Optional;
import pipeline.job.ComputeJob;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapfileException;
import pipeline.nodes.example.ExampleParametersNode;
import pipeline.recipe.Description;
import pipeline.recipe.Input;
import pipeline.recipe.MapResults;
import pipeline.recipe.Output;
import pipeline.recipe.Recipe;

/** A parameter file for each job, prepared on the master. The recipe to copy for programs that read one. */
@Description(
        value = "Counts the numbers in files that lie between two limits.",
        arguments = "MAPFILE",
        details = {
            "Shows parameter files: the master writes one for each job, which comes along with the job and is"
                    + " $PIPELINE_PARAMETERS there. A job whose parameters have changed runs again.",
            "Files have a number on each line."
        })
public final class ExampleParameters extends Recipe {

    private final Input<Double> least =
            input("least", "the smallest that counts").decimal().byDefault(0.0);
    private final Input<Double> to =
            input("to", "the largest that counts").decimal().byDefault(1e9);

    private final Output<Long> numbers =
            output("numbers", "how many lie between the limits").integer();

    @Override
    protected int run() throws Exception {
        noArgumentsAfter(1);
        DataMap map = mapfile(0);
        MapResults<Long> counts = results(map, scheduleJobs(jobs(map)), Long.class);
        numbers.set(counts.values().stream().mapToLong(Long::longValue).sum());
        return error.isSet() ? 1 : 0;
    }

    @Override
    protected Optional<List<ComputeJob>> source() throws MapfileException {
        return Optional.of(jobs(mapfile(0)));
    }

    private List<ComputeJob> jobs(DataMap map) {
        return map.active().stream()
                .map(entry -> nodeJob(entry.host(), ExampleParametersNode.class, entry.file())
                        .parameterFile(
                                "count.parset",
                                "input = %s%nfrom = %s%nto = %s%n".formatted(entry.file(), least.get(), to.get())))
                .toList();
    }
}
