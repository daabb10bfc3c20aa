package pipeline.recipe.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import pipeline.dispatch.rules.StepNotDoneException;
import pipeline.job.identity.Lineage;
import pipeline.job.identity.StepIdentity;
import pipeline.job.identity.StepOrigin;
import pipeline.recipe.Recipe;
import pipeline.recipe.UsageException;
import pipeline.recipe.spi.GivenInput;
import pipeline.recipe.spi.GivenInputs;
import pipeline.recipe.spi.InputOption;
import pipeline.recipe.spi.RecipeContext;
import pipeline.recipe.spi.RecipeControl;
import pipeline.recipe.spi.RecipeName;
import pipeline.recipe.spi.StepEnd;
import pipeline.recipe.spi.StepRecipe;
import pipeline.recipe.spi.StepRequest;

/** The steps of one run of a recipe that other recipes do. Thread-safe; the lock guards the two lists. */
final class StepRuns {

    private final RecipeContext context;
    private final RunEnvironment environment;
    private final Supplier<Lineage> calls;
    private final StepNames names = new StepNames();
    private final List<RecipeRun> runs = new ArrayList<>();
    private final List<StepTrace> ended = new ArrayList<>();

    /**
     * Makes those of a run.
     *
     * @param calls returns what the recipe itself has run so far
     */
    StepRuns(RecipeContext context, RunEnvironment environment, Supplier<Lineage> calls) {
        this.context = context;
        this.environment = environment;
        this.calls = calls;
    }

    /** Runs a step on the calling thread. */
    StepEnd run(StepRequest request) throws InterruptedException {
        StepRecipe found = environment.library().find(request.target());
        Recipe recipe = (Recipe) found.make();
        String step = names.next(request.name().orElse(found.name()));
        List<String> args = request.args().isEmpty() ? found.args() : request.args();
        accept(step, recipe, found, request);
        List<String> given = new ArrayList<>(args);
        request.inputs().values().forEach(given::addAll);
        StepPath path = environment.path().plus(found.name(), identity(request, args));
        RecipeMapfiles maps = new RecipeMapfiles(environment.finder());
        RunEnvironment inside = new RunEnvironment(
                environment.finder(),
                environment.library(),
                path,
                environment.planned(),
                () -> origins(maps, given, request.after()));
        RecipeContext own = new RecipeContext(
                context.naming(),
                context.directories(),
                args,
                new PrefixedSteps(step).under(context.scheduling()),
                context.standardOutput(),
                context.configuration());
        RecipeRun run = new RecipeRun(recipe, own, maps, inside);
        synchronized (this) {
            runs.add(run);
        }
        RecipeEnd ending = execute(run);
        StepIdentity identity = new RunIdentityReader(recipe, own, maps)
                .read(Lineage.NONE, inside.origins().get());
        synchronized (this) {
            ended.add(run.trace(step));
        }
        if (ending.code() == 0) {
            new MapLengths(maps).describe().forEach(line -> logger(recipe).info("step {}: {}", step, line));
            context.scheduling().steps().ended(step, identity, run.outputs(), maps.made());
        } else {
            context.scheduling().steps().ended(step, identity, Map.of(), List.of());
        }
        return end(step, request, run, ending);
    }

    /** How a recipe ended. */
    private record RecipeEnd(int code, Optional<Exception> thrown) {}

    private static RecipeEnd execute(RecipeRun run) throws InterruptedException {
        RecipeEnd ending;
        try {
            ending = new RecipeEnd(run.execute(), Optional.empty());
        } catch (InterruptedException | StepNotDoneException e) {
            throw e;
        } catch (Exception e) {
            ending = new RecipeEnd(1, Optional.of(e));
        }
        if (run.wasCutShort()) {
            throw new DryRunEnd();
        }
        return ending;
    }

    private static Logger logger(Recipe recipe) {
        return LogManager.getLogger(RecipeName.of(recipe));
    }

    private static StepEnd end(String step, StepRequest request, RecipeRun run, RecipeEnd ending) {
        return new StepEnd(
                step,
                ending.code(),
                ending.code() != 0 || run.hasError(),
                run.outputs(),
                maps(request, run),
                run.unsuccessful(),
                run.scheduledJobs(),
                ending.thrown());
    }

    /** A map is called as the input or the output that names it, or else as its file. */
    private static Map<String, Path> maps(StepRequest request, RecipeRun run) {
        Map<Path, String> called = new HashMap<>();
        run.outputs().forEach((name, value) -> {
            if (value instanceof Path || value instanceof CharSequence) {
                called.putIfAbsent(RecipeMapfiles.key(Path.of(value.toString())), name);
            }
        });
        request.inputs()
                .forEach((name, texts) -> texts.stream()
                        .filter(text -> !text.isEmpty())
                        .forEach(text -> called.put(RecipeMapfiles.key(Path.of(text)), name)));
        Map<String, Path> maps = new LinkedHashMap<>();
        run.writtenMaps()
                .forEach(file -> maps.put(called.getOrDefault(file, String.valueOf(file.getFileName())), file));
        return maps;
    }

    private static void accept(String step, Recipe recipe, StepRecipe found, StepRequest request) {
        RecipeControl control = RecipeControl.of(recipe);
        List<InputOption> declared = control.inputs();
        List<String> problems = new ArrayList<>(found.problems(declared));
        List<String> known = declared.stream().map(InputOption::name).toList();
        for (String name : request.inputs().keySet()) {
            if (!known.contains(name)) {
                problems.add("recipe %s has no input %s; it has %s"
                        .formatted(RecipeName.of(recipe), name, known.isEmpty() ? "none" : String.join(", ", known)));
            }
        }
        GivenInputs inputs = found.inputs(request.inputs());
        try {
            control.accept(option -> inputs.find(option).map(value -> placed(option, value)));
        } catch (UsageException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        if (!problems.isEmpty()) {
            throw new UsageException("step %s: %s".formatted(step, String.join("\nstep " + step + ": ", problems)));
        }
    }

    /** What the recipe above gives was not typed, so it is called as it is there. */
    private static GivenInput placed(InputOption option, GivenInput value) {
        return value.isTyped() && value.place().equals("--" + option.name())
                ? new GivenInput(option.name(), value.texts(), true, value.isHidden())
                : value;
    }

    private static Object identity(StepRequest request, List<String> args) {
        return request.target() instanceof StepRequest.OfTask task
                ? task
                : List.of(request.target(), request.inputs(), args);
    }

    /** Returns from what the jobs of a step may follow that runs now. */
    private Map<String, StepOrigin> origins(RecipeMapfiles maps, List<String> given, List<String> after) {
        Map<String, StepOrigin> origins = new HashMap<>(environment.origins().get());
        calls.get().parts().forEach((step, digest) -> origins.put(step, StepOrigin.all(digest)));
        for (StepTrace trace : traces()) {
            origins.put(
                    trace.step(),
                    after.contains(trace.step())
                            ? StepOrigin.all(trace.digest())
                            : trace.seenBy(maps.taken().keySet(), given));
        }
        return origins;
    }

    /** Returns from what the recipe's own calls follow: from all that ran before. */
    Map<String, StepOrigin> origins() {
        Map<String, StepOrigin> origins = new HashMap<>(environment.origins().get());
        traces().forEach(trace -> origins.put(trace.step(), StepOrigin.all(trace.digest())));
        return origins;
    }

    /** Returns what the steps have made that have ended. */
    synchronized List<StepTrace> traces() {
        return List.copyOf(ended);
    }

    /** Adds up something of all steps. */
    int sum(ToIntFunction<RecipeRun> number) {
        return all().mapToInt(number).sum();
    }

    /** Returns the runs of all steps so far. */
    synchronized Stream<RecipeRun> all() {
        return List.copyOf(runs).stream();
    }
}
