package pipeline.cli.engine;

import pipeline.recipe.spi.StepListener;

/** Follows the steps of a run. */
public interface RunSteps extends StepListener {

    /** Hears that the recipe has come to its end and has succeeded, so that all its steps are known. */
    void completed();
}
