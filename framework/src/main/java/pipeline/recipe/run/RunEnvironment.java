package pipeline.recipe.run;

import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import pipeline.job.identity.StepOrigin;
import pipeline.recipe.spi.MapFinder;
import pipeline.recipe.spi.RecipeLibrary;

/**
 * What a run of a recipe finds around it.
 *
 * @param finder makes maps of what is typed in place of a mapfile's name
 * @param library has the recipes of its steps
 * @param path of steps that leads to it
 * @param planned counts what a dry run would start
 * @param origins returns what its jobs may be made from that is not its own
 */
record RunEnvironment(
        MapFinder finder,
        RecipeLibrary library,
        StepPath path,
        PlannedJobs planned,
        Supplier<Map<String, StepOrigin>> origins) {

    RunEnvironment {
        Objects.requireNonNull(finder, "finder is null");
        Objects.requireNonNull(library, "library is null");
        Objects.requireNonNull(path, "path is null");
        Objects.requireNonNull(planned, "planned is null");
        Objects.requireNonNull(origins, "origins is null");
    }

    /** Returns whether the recipe is a step of another. */
    boolean isStep() {
        return path.isStep();
    }

    /** Returns those of a recipe that was started by itself. */
    static RunEnvironment of(String recipe, MapFinder finder, RecipeLibrary library) {
        return new RunEnvironment(
                finder, library, StepPath.of(recipe, library.startedTask()), new PlannedJobs(finder), Map::of);
    }
}
