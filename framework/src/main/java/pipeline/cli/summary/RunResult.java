package pipeline.cli.summary;

import org.jspecify.annotations.Nullable;
import pipeline.recipe.run.RecipeRun;

/**
 * What is left of a run when everything is closed.
 *
 * @param run null if it did not come so far
 * @param thrown what ended it before its end; null if nothing did
 */
public record RunResult(
        RunStatus status, @Nullable RecipeRun run, @Nullable Throwable thrown) {}
