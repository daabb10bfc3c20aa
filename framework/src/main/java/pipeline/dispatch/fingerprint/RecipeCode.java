package pipeline.dispatch.fingerprint;

import java.util.Optional;

/** The compiled code of recipes, without what only debuggers need: a comment changes nothing. */
public final class RecipeCode {

    private RecipeCode() {}

    /** Returns a digest of a recipe's class and of those that come with it; empty if they cannot be found. */
    public static Optional<String> digest(Class<?> recipe) {
        return ProgramDigests.ofRecipe(recipe);
    }
}
