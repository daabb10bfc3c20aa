package pipeline.cli;

import pipeline.mapfile.MapEntry;
import pipeline.recipe.Description;
import pipeline.recipe.Recipe;

/** Prints what the map names, and runs nothing. */
@Description("Shows a map.")
public final class MapShowingRecipe extends Recipe {

    @Override
    protected int run() throws Exception {
        for (MapEntry entry : mapfile(0).active()) {
            standardOutput().println(entry.host() + " " + entry.file());
        }
        return 0;
    }
}
