package pipeline.recipe.run;

/** Leaves a recipe in a dry run at the point where it would need the outcomes of its jobs. */
final class DryRunEnd extends RuntimeException {
    private static final long serialVersionUID = 1;

    DryRunEnd() {
        super("the dry run ends where outcomes of jobs are needed", null, false, false);
    }
}
