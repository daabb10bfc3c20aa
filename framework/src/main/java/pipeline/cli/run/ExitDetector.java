package pipeline.cli.run;

import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import pipeline.cli.common.ExitCode;
import pipeline.cli.plan.RunRequest;
import pipeline.cli.signals.RecipeThread;
import pipeline.cli.signals.SignalHandler;
import pipeline.recipe.Recipe;
import pipeline.recipe.run.RecipeLocation;
import pipeline.text.Plural;

/**
 * Finds out when a recipe ends the process itself, by {@link System#exit}, and ensures that this never passes for work that was
 * done. Thread-safe.
 */
final class ExitDetector {

    private final PrintStream err;
    private final RunRequest request;
    private final RecipeThread recipe;
    private final SignalHandler signals;
    private final Thread hook = new Thread(this::ending, "exit-detector");

    private ExitDetector(PrintStream err, RunRequest request, RecipeThread recipe, SignalHandler signals) {
        this.err = err;
        this.request = request;
        this.recipe = recipe;
        this.signals = signals;
    }

    /** Watches the end of the process from now on. */
    static ExitDetector arm(PrintStream err, RunRequest request, RecipeThread recipe, SignalHandler signals) {
        ExitDetector detector = new ExitDetector(err, request, recipe, signals);
        Runtime.getRuntime().addShutdownHook(detector.hook);
        return detector;
    }

    private void ending() {
        if (!recipe.isRunning() || signals.status().isPresent()) {
            return;
        }
        int jobs = signals.leave();
        err.print("pipeline: recipe %s called System.exit%s, which does not say whether its work is done;"
                        .formatted(
                                request.recipeName(),
                                place(request.recipe().getClass())
                                        .map(at -> " at " + at)
                                        .orElse(""))
                + " return from run in its place, with 0 for success\n");
        if (jobs > 0) {
            err.print("pipeline: %s left behind; the next start with this job name picks them up\n"
                    .formatted(Plural.of(jobs, "running job")));
        }
        err.flush();
        signals.beforeEnd(ExitCode.INTERNAL.code(), "the recipe called System.exit");
        Runtime.getRuntime().halt(ExitCode.INTERNAL.code());
    }

    private static Optional<String> place(Class<? extends Recipe> type) {
        return Thread.getAllStackTraces().entrySet().stream()
                .map(Map.Entry::getValue)
                .filter(frames -> Stream.of(frames).anyMatch(ExitDetector::isExit))
                .flatMap(frames -> RecipeLocation.of(type, frames).stream())
                .findFirst();
    }

    private static boolean isExit(StackTraceElement frame) {
        return frame.getClassName().equals(Runtime.class.getName())
                && frame.getMethodName().equals("exit");
    }

    /** The run has come to its end. */
    void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process ends already, and knows that the recipe does not run
        }
    }
}
