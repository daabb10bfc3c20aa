package pipeline.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import pipeline.recipe.Description;
import pipeline.recipe.Input;
import pipeline.recipe.Output;
import pipeline.recipe.Recipe;

/** Shows what it was told. */
@Description(
        value = "Shows what it was told, 100% of it.",
        arguments = "MAPFILE [COMMAND...]",
        details = "It does nothing else.",
        example = "--pattern x some.mapfile")
public final class PickyRecipe extends Recipe {

    private final Input<String> pattern =
            input("pattern", "what to look for").text().required();
    private final Input<Integer> depth =
            input("depth", "how deep to look").integer(1, 9).byDefault(3);
    private final Input<Optional<Path>> outputMap =
            input("output-map", "where to write the map").path().optional();
    private final Input<List<String>> site =
            input("site", "a site to look at").list().byDefault(List.of());
    private final Input<Boolean> force = input("force", "do it anyway").flag();

    private final Output<String> givenPattern = output("pattern", "as typed").text();
    private final Output<Long> givenDepth = output("depth", "as typed").integer();
    private final Output<Path> givenMap =
            output("output_map", "as typed").path().optional();
    private final Output<List<?>> givenSites = output("site", "as typed").list();
    private final Output<Boolean> forced = output("force", "as typed").flag();
    private final Output<List<?>> arguments = output("args", "as typed").list();
    private final Output<Long> limit = output("max_per_node", "as it holds").integer();
    private final Output<String> working =
            output("working_directory", "of the nodes").text().optional();
    private final Output<Path> runtime =
            output("runtime_directory", "of the master").path();
    private final Output<Path> job = output("job_directory", "of the master").path();
    private final Output<Instant> begin = output("start_time", "of the run").as(Instant.class, "time");

    @Override
    protected int run() {
        givenPattern.set(pattern.get());
        givenDepth.set((long) depth.get());
        givenMap.set(outputMap.get().orElse(null));
        givenSites.set(site.get());
        forced.set(force.get());
        arguments.set(args());
        limit.set((long) maxPerNode());
        working.set(workingDirectory().orElse(null));
        runtime.set(runtimeDirectory());
        job.set(jobDirectory());
        begin.set(startTime());
        return 0;
    }
}
