package pipeline.cli.signals;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.recipe.Recipe;
import pipeline.recipe.run.RecipeLocation;

/** Waits for the threads that a recipe has left behind in its own code, as Java itself waits for them: their jobs belong to the run. */
public final class ThreadsOfRecipe {

    private static final long LOOK_MILLIS = 20;

    private final Class<? extends Recipe> recipe;
    private final Logger logger;
    private final Set<Thread> before = Thread.getAllStackTraces().keySet();

    /** Makes it before the recipe runs: threads that are there already are none of its own. */
    public ThreadsOfRecipe(Class<? extends Recipe> recipe, Logger logger) {
        this.recipe = recipe;
        this.logger = logger;
    }

    /** Waits until none is left, and says for which it waits. */
    public void await() throws InterruptedException {
        Set<Thread> reported = new LinkedHashSet<>();
        for (Thread next = next(reported); next != null; next = next(reported)) {
            next.join(LOOK_MILLIS);
        }
    }

    private @Nullable Thread next(Set<Thread> reported) {
        for (Map.Entry<Thread, StackTraceElement[]> entry :
                Thread.getAllStackTraces().entrySet()) {
            Thread thread = entry.getKey();
            if (thread == Thread.currentThread() || thread.isDaemon() || before.contains(thread)) {
                continue;
            }
            Optional<String> place = RecipeLocation.of(recipe, entry.getValue());
            place.filter(at -> reported.add(thread))
                    .ifPresent(at -> logger.warn(
                            "run has returned, but the thread {} goes on at {}; the run waits for its end",
                            thread.getName(),
                            at));
            if (place.isPresent() || hasJustBegun(entry.getValue())) {
                return thread;
            }
        }
        return null;
    }

    /** A thread that has just been started is not yet in anybody's code. */
    private static boolean hasJustBegun(StackTraceElement... frames) {
        return Stream.of(frames)
                .allMatch(
                        frame -> frame.getClassName().equals(Thread.class.getName()) || RecipeLocation.isHidden(frame));
    }
}
