package pipeline.cli;

import java.util.List;
import pipeline.cli.catalogue.RecipeCatalogue;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.engine.EngineFactory;
import pipeline.cli.engine.WatchedEngines;
import pipeline.job.JobListener;
import pipeline.recipe.Recipe;

/**
 * The command {@code pipeline} within another program: what it does, without a process of its own. One at a time in a process, for the
 * log, the signals and the context class loader of the calling thread are its while it runs.
 *
 * @param environment what it finds around it
 * @param recipes those that can be named, in place of those of the class path; empty for these
 * @param watcher hears of all jobs of a run, before the recipe's own listener
 */
public record EmbeddedCommand(CliEnvironment environment, List<Class<? extends Recipe>> recipes, JobListener watcher) {

    /** Makes one. */
    public EmbeddedCommand {
        recipes = List.copyOf(recipes);
    }

    /** Makes one for the recipes of the class path that nobody watches. */
    public EmbeddedCommand(CliEnvironment environment) {
        this(environment, List.of(), JobListener.NONE);
    }

    /**
     * Does what the words ask for.
     *
     * @param words as they would be typed after {@code pipeline}
     * @return the exit status
     */
    public int run(List<String> words) {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        RecipeCatalogue named = new RecipeCatalogue(recipes);
        try {
            return Main.run(
                    words,
                    environment,
                    recipes.isEmpty() ? RecipeCatalogue.loadedOnce() : () -> named,
                    new WatchedEngines(new EngineFactory(environment.variables()), watcher));
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
