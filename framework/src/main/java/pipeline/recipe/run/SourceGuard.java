package pipeline.recipe.run;

/** Refuses what belongs to results while a recipe is asked for its source in place of being run. Thread-safe. */
final class SourceGuard {

    private final String recipe;
    private volatile boolean sourceOnly;

    SourceGuard(String recipe) {
        this.recipe = recipe;
    }

    /** Refuses from now on. */
    void askForSource() {
        sourceOnly = true;
    }

    /** Returns whether the recipe is only asked for its source. */
    boolean isSourceOnly() {
        return sourceOnly;
    }

    /**
     * Lets a call of the recipe pass where it may be made.
     *
     * @throws IllegalStateException if the recipe is only asked for its source
     */
    void refuse(String what) {
        if (sourceOnly) {
            throw new IllegalStateException(what + " is for run(); source() of " + recipe + " must only give its jobs");
        }
    }
}
