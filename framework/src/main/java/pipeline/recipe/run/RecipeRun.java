package pipeline.recipe.run;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.logging.log4j.LogManager;
import org.jspecify.annotations.Nullable;
import pipeline.job.ComputeJob;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.job.identity.StepOrigin;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.Mapfile;
import pipeline.mapfile.MapfileException;
import pipeline.recipe.Recipe;
import pipeline.recipe.spi.JobSubmission;
import pipeline.recipe.spi.MapFinder;
import pipeline.recipe.spi.RecipeContext;
import pipeline.recipe.spi.RecipeControl;
import pipeline.recipe.spi.RecipeLibrary;
import pipeline.recipe.spi.RecipeName;
import pipeline.recipe.spi.RecipeServices;
import pipeline.recipe.spi.StepEnd;
import pipeline.recipe.spi.StepRequest;

/** One run of a recipe, and what is known of it while it runs and after it ended. Thread-safe. */
public final class RecipeRun {

    private final Recipe recipe;
    private final RecipeControl control;
    private final RecipeContext context;
    private final RecipeMapfiles maps;
    private final RunOutcomes outcomes;
    private final JobScheduler calls;
    private final StepRuns steps;
    private final PlannedJobs planned;
    private final SetOutputs outputs;
    private final SourceGuard guard;
    private final InputMapNotes inputMaps;
    private final RecipeServices services = new Services();
    private final boolean isDryStep;
    private volatile boolean printed;
    private volatile boolean wroteMap;
    private volatile boolean cutShort;

    /** Makes a run of a new recipe whose inputs are accepted: a recipe object runs once. */
    public RecipeRun(Recipe recipe, RecipeContext context) {
        this(recipe, context, MapFinder.NONE, RecipeLibrary.NONE);
    }

    /**
     * Makes a run of a new recipe whose inputs are accepted.
     *
     * @param finder makes maps of what is typed in place of a mapfile's name
     * @param library has the recipes of its steps
     */
    public RecipeRun(Recipe recipe, RecipeContext context, MapFinder finder, RecipeLibrary library) {
        this(recipe, context, new RecipeMapfiles(finder), RunEnvironment.of(RecipeName.of(recipe), finder, library));
    }

    /** Makes a run of a recipe that is a step of another. */
    RecipeRun(Recipe recipe, RecipeContext context, RecipeMapfiles maps, RunEnvironment environment) {
        this.maps = maps;
        this.planned = environment.planned();
        this.recipe = recipe;
        this.control = RecipeControl.of(recipe);
        this.context = context;
        this.outcomes = new RunOutcomes(recipe.error, maps, this::origins);
        this.outputs = new SetOutputs(control, RecipeName.of(recipe));
        this.guard = new SourceGuard(RecipeName.of(recipe));
        this.inputMaps = new InputMapNotes(context, LogManager.getLogger(RecipeName.of(recipe)), guard);
        this.calls = new JobScheduler(context, outcomes, new ListenerGuard(recipe.error), environment, guard);
        this.isDryStep = environment.isStep() && context.scheduling().isDryRun();
        this.steps = new StepRuns(context, environment, outcomes::lineage);
    }

    /**
     * Runs the recipe on the calling thread.
     *
     * @return what the recipe returned, 0 for success; 0 also for a dry run that came to the first jobs
     * @throws Exception what the recipe threw
     */
    public int execute() throws Exception {
        try {
            int returned = control.run(services);
            calls.awaitSubmitted();
            return returned;
        } catch (Exception e) {
            if (isDryRunEnd(e)) {
                cutShort = true;
                return 0;
            }
            throw e;
        } finally {
            outputs.close();
            calls.close();
        }
    }

    /**
     * Asks the recipe for its source in place of running it: {@code scheduleJobs} and what belongs to results is refused
     * in it.
     *
     * @return empty if the recipe has none
     * @throws Exception what the recipe threw
     */
    public Optional<List<ComputeJob>> source() throws Exception {
        guard.askForSource();
        return control.source(services);
    }

    /** Asks the recipe, after {@link #source()}, whether what a job made is still there. */
    public boolean hasResult(ComputeJob job) {
        return control.hasResult(job);
    }

    /** Returns whether the recipe's error flag is set. */
    public boolean hasError() {
        return recipe.error.isSet();
    }

    /** Returns whether a dry run left the recipe where it needed the outcomes of its jobs. */
    public boolean wasCutShort() {
        return cutShort;
    }

    /** Returns whether the recipe took standard output for what its jobs print. */
    public boolean claimedStandardOutput() {
        return printed || steps.all().anyMatch(RecipeRun::claimedStandardOutput);
    }

    /** Returns whether the recipe has made something although it may have scheduled no jobs: a map, or what it printed. */
    public boolean hasProduct() {
        return printed || wroteMap || steps.all().anyMatch(RecipeRun::hasProduct);
    }

    /** Returns the number of jobs that have started and not ended. */
    public int runningJobs() {
        return outcomes.running() + steps.sum(RecipeRun::runningJobs);
    }

    /** Returns the number of jobs that the recipe scheduled so far. */
    public int scheduledJobs() {
        return calls.scheduled() + steps.sum(RecipeRun::scheduledJobs);
    }

    /** Returns what a dry run would start, by hosts. */
    public PlannedJobs plannedJobs() {
        return planned;
    }

    /** Returns what the jobs of the recipe come from beside its own calls. */
    private RunOrigins origins() {
        Map<String, StepOrigin> before = steps.origins();
        return new RunOrigins(before, new RunIdentityReader(recipe, context, maps).read(outcomes.lineage(), before));
    }

    /** Returns what it has made, once it has ended. */
    StepTrace trace(String step) {
        return StepTrace.of(step, outcomes, maps, steps.traces(), outputs().values());
    }

    /** Returns the files of the maps that were written. */
    Set<Path> writtenMaps() {
        return maps.written().keySet();
    }

    /** Returns the outcomes so far that are no success, those of its steps first. */
    public List<Outcome> unsuccessful() {
        List<Outcome> all = new ArrayList<>();
        steps.all().forEach(step -> all.addAll(step.unsuccessful()));
        all.addAll(outcomes.unsuccessful());
        return all;
    }

    /** Returns why the calls so far ended. */
    public Set<Outcomes.Stop> stops() {
        Set<Outcomes.Stop> all = new HashSet<>(outcomes.stops());
        steps.all().forEach(step -> all.addAll(step.stops()));
        return all;
    }

    /** Returns the outputs that are set so far, in the order in which they are declared. */
    public Map<String, Object> outputs() {
        return outputs.values();
    }

    /** Returns what is reported of maps that are not what they were in the last run. */
    public List<String> mapChanges() {
        return inputMaps.changes();
    }

    /** Returns the names of the outputs that ought to be set and are not. */
    public List<String> unsetOutputs() {
        return outputs.missing();
    }

    private static boolean isDryRunEnd(Throwable thrown) {
        // a recipe with threads of its own gets it wrapped in what its executor throws
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof DryRunEnd) {
                return true;
            }
        }
        return false;
    }

    /** What the recipe gets of its run. */
    private final class Services implements RecipeServices {

        @Override
        public RecipeContext context() {
            return context;
        }

        @Override
        public JobSubmission jobs() {
            return calls;
        }

        @Override
        public DataMap readMap(Path file) throws MapfileException {
            DataMap map = maps.read(file);
            // others are the recipe's own affair, such as the output of a step
            if (context.args().contains(file.toString())) {
                inputMaps.note(file, map);
            }
            return map;
        }

        @Override
        public DataMap readInputMap(Path named) throws MapfileException {
            DataMap map = maps.read(named);
            inputMaps.note(named, map);
            return map;
        }

        @Override
        public void tookInputMap(Path named, Mapfile.Loaded map) {
            inputMaps.note(named, maps.take(named, map));
        }

        @Override
        public void writeMap(Path file, DataMap map, List<Outcome> outcomes) throws MapfileException {
            guard.refuse("writeMap");
            if (isDryStep) {
                maps.leave(file, map, outcomes);
            } else {
                maps.write(file, map, outcomes);
            }
        }

        @Override
        public void writeMap(Path file, DataMap map) throws MapfileException {
            guard.refuse("writeMap");
            if (isDryStep) {
                maps.leave(file, map, List.of());
            } else {
                maps.write(file, map);
                wroteMap = true;
            }
        }

        @Override
        public StepEnd runStep(StepRequest request) throws InterruptedException {
            guard.refuse("runTask");
            StepEnd end = steps.run(request);
            // what its recipe has not dealt with is left to this one
            if (end.hasError()) {
                recipe.error.set();
            }
            return end;
        }

        @Override
        public void output(String name, @Nullable Object value) {
            guard.refuse("output " + name);
            outputs.set(name, value);
        }

        @Override
        public PrintStream claimStandardOutput() {
            guard.refuse("standardOutput");
            printed = true;
            return context.standardOutput();
        }
    }
}
