package pipeline.recipe;

/**
 * Ends a recipe because of something that its user can put right, such as a result that is missing: the message reaches the log as it
 * stands, without a stack trace, and the command ends as if the recipe had returned 1.
 *
 * <pre>{@code
 * Path model = jobDirectory().resolve("model");
 * if (!Files.exists(model)) {
 *     throw new RecipeFailure("no host has made " + model + "; run the step fit first");
 * }
 * }</pre>
 */
public final class RecipeFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Makes a failure with a message that says what, where and what to do. */
    public RecipeFailure(String message) {
        super(message);
    }
}
