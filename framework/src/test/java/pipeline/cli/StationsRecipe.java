package pipeline.cli;

import java.util.List;
import pipeline.recipe.Input;
import pipeline.recipe.Output;
import pipeline.recipe.Recipe;

/** Tells which hosts it was given. */
public final class StationsRecipe extends Recipe {

    private final Input<List<String>> stations =
            input("stations", "where").hosts().required();
    private final Output<String> told = output("told", "where").text();

    @Override
    protected int run() {
        told.set(String.join(" ", stations.get()));
        return 0;
    }
}
