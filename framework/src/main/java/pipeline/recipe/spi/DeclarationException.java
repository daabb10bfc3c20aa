package pipeline.recipe.spi;

/** A recipe declares an input or an output that cannot be; the message says which, and of which class. */
public final class DeclarationException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /** Makes one with a message that says what to change in the recipe. */
    public DeclarationException(String message) {
        super(message);
    }
}
