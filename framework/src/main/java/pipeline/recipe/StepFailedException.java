package pipeline.recipe;

import org.jspecify.annotations.Nullable;

/**
 * A step of a recipe failed, and the recipe did not ask for the outcome.
 *
 * <pre>{@code
 * try {
 *     runTask("flagger", Map.of());
 * } catch (StepFailedException e) {
 *     throw new RecipeFailure("nothing is imaged, for " + e.step() + " failed");
 * }
 * }</pre>
 */
public final class StepFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String step;

    /**
     * Makes one.
     *
     * @param cause what ended its recipe before its end; null if the recipe itself returned a failure
     */
    public StepFailedException(String step, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.step = step;
    }

    /** Returns the name of the step. */
    public String step() {
        return step;
    }
}
