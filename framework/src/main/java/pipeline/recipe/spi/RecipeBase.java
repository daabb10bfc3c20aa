package pipeline.recipe.spi;

import java.util.function.Function;

/** Holds what the engine needs of a recipe where its author does not see it; {@code pipeline.recipe.Recipe} alone extends it. */
public abstract class RecipeBase {

    final RecipeControl control;

    /**
     * Makes the base of a recipe.
     *
     * @param control makes what the engine holds, of the recipe itself
     */
    protected RecipeBase(Function<RecipeBase, RecipeControl> control) {
        this.control = control.apply(this);
    }
}
