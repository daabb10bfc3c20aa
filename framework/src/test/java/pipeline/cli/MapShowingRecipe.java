package pipeline.cli;

import java.util.Optional;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapEntry;
import pipeline.recipe.Description;
import pipeline.recipe.Input;
import pipeline.recipe.Recipe;

/** Prints what the map names, and runs nothing. */
@Description("Shows a map.")
public final class MapShowingRecipe extends Recipe {

    private final Input<Optional<DataMap>> map =
            input("map", "in place of the argument").mapfile().optional();

    @Override
    protected int run() throws Exception {
        DataMap shown = map.get().isPresent() ? map.get().get() : mapfile(0);
        for (MapEntry entry : shown.active()) {
            standardOutput().println(entry.host() + " " + entry.file());
        }
        return 0;
    }
}
