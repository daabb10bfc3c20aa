package pipeline.recipe.spi;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import pipeline.job.ComputeJob;

/** The engine's hold on one recipe object, which runs once. */
public interface RecipeControl {

    /** Returns that of a recipe. */
    static RecipeControl of(RecipeBase recipe) {
        return recipe.control;
    }

    /** Returns the inputs that the recipe declares, in that order. */
    List<InputOption> inputs();

    /** Returns the outputs that the recipe declares, in that order. */
    List<RecipeOutput> outputs();

    /**
     * Takes what was given for the inputs; comes before the run.
     *
     * @throws pipeline.recipe.UsageException if inputs are missing or wrong; the message names all of them
     */
    void accept(GivenInputs given);

    /**
     * Takes what was typed for the inputs.
     *
     * @param typed by name without the leading dashes; a flag has the value {@code true}
     */
    default void accept(Map<String, List<String>> typed) {
        accept(GivenInputs.typed(typed));
    }

    /** Returns what was given for an input; empty if its default holds. */
    Optional<GivenInput> given(String input);

    /** Returns what the inputs name that lies on the hosts; nothing before their values are known. */
    List<NodePlace> nodePlaces();

    /**
     * Runs the recipe on the calling thread.
     *
     * @param services what it may ask for
     * @return what the recipe returned
     * @throws Exception what the recipe threw
     */
    int run(RecipeServices services) throws Exception;

    /**
     * Asks the recipe for its source in place of running it.
     *
     * @return empty if the recipe has none
     * @throws Exception what the recipe threw
     */
    Optional<List<ComputeJob>> source(RecipeServices services) throws Exception;

    /** Asks the recipe whether what a job made is still there. */
    boolean hasResult(ComputeJob job);
}
