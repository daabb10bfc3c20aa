package pipeline.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import pipeline.recipe.Description;
import pipeline.recipe.Input;
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

    @Override
    protected int run() {
        output("pattern", pattern.get());
        output("depth", depth.get());
        output("output_map", outputMap.get());
        output("site", site.get());
        output("force", force.get());
        output("args", args());
        output("max_per_node", maxPerNode());
        output("working_directory", workingDirectory());
        output("runtime_directory", runtimeDirectory());
        output("job_directory", jobDirectory());
        output("start_time", startTime());
        return 0;
    }
}
