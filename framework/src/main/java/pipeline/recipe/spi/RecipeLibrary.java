package pipeline.recipe.spi;

import java.util.Optional;

/** Finds the recipes of steps. */
public interface RecipeLibrary {

    /**
     * Returns the recipe that a step names.
     *
     * @throws pipeline.recipe.UsageException if there is none
     */
    StepRecipe find(StepRequest.RecipeTarget target);

    /** Returns the task by which the run was started; empty if it was its recipe. */
    Optional<String> startedTask();

    /** Refuses all: for a recipe that runs by itself. */
    RecipeLibrary NONE = new RecipeLibrary() {
        @Override
        public StepRecipe find(StepRequest.RecipeTarget target) {
            throw new IllegalStateException(target.called() + " cannot be found where a recipe runs by itself");
        }

        @Override
        public Optional<String> startedTask() {
            return Optional.empty();
        }
    };
}
