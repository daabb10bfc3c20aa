package pipeline.recipe.spi;

import pipeline.text.SnakeCase;

/** The name that people type for a recipe: {@code ExampleParallel} is {@code example_parallel}. */
public final class RecipeName {

    /** A recipe that is not called as its class. */
    public interface Given {
        /** Returns its name as people type it. */
        String givenName();

        /** Returns a digest of its code that a comment does not change. */
        String codeDigest();
    }

    private RecipeName() {}

    /** Returns the name of a recipe. */
    public static String of(RecipeBase recipe) {
        return recipe instanceof Given given ? given.givenName() : of(recipe.getClass());
    }

    /** Returns the name of a recipe by its class. */
    public static String of(Class<? extends RecipeBase> recipe) {
        return SnakeCase.of(recipe.getSimpleName());
    }
}
