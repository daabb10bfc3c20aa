package pipeline.recipe.spi;

import java.util.List;
import java.util.Map;

/** The recipe of a step, with what its task says. */
public interface StepRecipe {

    /** Returns the name of the task, or else that of the recipe. */
    String name();

    /** Makes an object of the recipe. */
    RecipeBase make();

    /** Returns where the values of its inputs come from. */
    GivenInputs inputs(Map<String, List<String>> overrides);

    /** Returns what is wrong with the keys of the task. */
    List<String> problems(List<InputOption> inputs);

    /** Returns the positional arguments of the task. */
    List<String> args();
}
