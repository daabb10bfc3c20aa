package pipeline.recipe.spi;

import pipeline.text.SnakeCase;

/** The name that people type for a recipe: {@code ExampleParallel} is {@code example_parallel}. */
public final class RecipeName {

    private RecipeName() {}

    /** Returns the name of a recipe by its class. */
    public static String of(Class<? extends RecipeBase> recipe) {
        return SnakeCase.of(recipe.getSimpleName());
    }
}
