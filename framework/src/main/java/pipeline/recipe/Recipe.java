package pipeline.recipe;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.hostset.HostSetException;
import pipeline.job.ComputeJob;
import pipeline.job.JobCommand;
import pipeline.job.JobListener;
import pipeline.job.JobSet;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapfileException;
import pipeline.node.ArgumentMismatchException;
import pipeline.node.Arguments;
import pipeline.node.NodeProgram;
import pipeline.node.NodeProgramTypes;
import pipeline.recipe.input.MasterPlace;
import pipeline.recipe.spi.GivenInput;
import pipeline.recipe.spi.GivenInputs;
import pipeline.recipe.spi.InputOption;
import pipeline.recipe.spi.NodePlace;
import pipeline.recipe.spi.RecipeBase;
import pipeline.recipe.spi.RecipeContext;
import pipeline.recipe.spi.RecipeControl;
import pipeline.recipe.spi.RecipeName;
import pipeline.recipe.spi.RecipeOutput;
import pipeline.recipe.spi.RecipeServices;

/**
 * A master recipe: makes jobs, has them run where the data lies, and decides what their outcomes mean.
 *
 * <p>A subclass has a public constructor without parameters and is named in
 * {@code META-INF/services/pipeline.recipe.Recipe}; an object of it runs once. Its methods, apart from declaring inputs,
 * may be called from several threads.
 *
 * <pre>{@code
 * @Description("Compresses every file of a map where it lies.")
 * public final class Compress extends Recipe {
 *     @Override
 *     protected int run() throws Exception {
 *         List<ComputeJob> jobs = new ArrayList<>();
 *         for (MapEntry entry : mapfile(0).active()) {
 *             jobs.add(ComputeJob.command(entry.host(), "gzip", "-k", entry.file()));
 *         }
 *         scheduleJobs(jobs, 2);
 *         return error.isSet() ? 1 : 0;
 *     }
 * }
 * }</pre>
 */
public abstract class Recipe extends RecipeBase {

    /** Set as soon as any job does not succeed and is not left out; the other jobs still run, and the recipe decides what it means. */
    public final ErrorFlag error = new ErrorFlag();

    private final InputSet inputs = new InputSet(getClass());
    private final OutputSet outputs = new OutputSet(
            getClass(), (name, value) -> services("output " + name).output(name, value));
    private volatile @Nullable RecipeServices services;

    /** Makes a recipe that has not run yet. */
    protected Recipe() {
        super(recipe -> new EngineSide((Recipe) recipe));
    }

    /**
     * Does the work.
     *
     * @return 0 for success, anything else for failure
     * @throws Exception for what the recipe cannot deal with; it ends the run with an error
     */
    protected abstract int run() throws Exception;

    /**
     * Returns the jobs that ought to be in the job table as things are now, without doing anything else: those that
     * {@link #run()} gives to its first call of {@code scheduleJobs} without a name. With it {@code jobs refresh} adds
     * what is new and removes what is gone, and workers on other machines find jobs although no master runs.
     *
     * @return empty for a recipe whose jobs are not known before it runs
     * @throws Exception for what the recipe cannot deal with, such as a map that cannot be read
     */
    protected Optional<List<ComputeJob>> source() throws Exception {
        return Optional.empty();
    }

    /** Returns whether what a job of {@link #source()} made is still there; asked when jobs are to run whose result is gone. */
    protected boolean hasResult(ComputeJob job) {
        return true;
    }

    /**
     * Begins to declare an input, as the value of a field: {@code input("manifest", "where to write it").path().optional()}.
     *
     * @param name lower-case words joined by dashes; the option is {@code --name}
     * @param help one line for the help text
     */
    protected final InputDeclaration input(String name, String help) {
        refuseLate("input " + name);
        return inputs.declare(name, help);
    }

    /**
     * Begins to declare an output, as the value of a field: {@code output("lines", "how many there are").integer()}.
     *
     * @param name letters, digits, '_', '.' and '-', beginning with a letter
     * @param help one line for people who read what the recipe gives; may be empty
     */
    protected final OutputDeclaration output(String name, String help) {
        refuseLate("output " + name);
        return new OutputDeclaration(name, help, outputs);
    }

    /** Returns the name that people type for this recipe. */
    protected final String recipeName() {
        return RecipeName.of(this);
    }

    /** Returns the job name ({@code -j}). */
    protected final String jobName() {
        return context().naming().jobName();
    }

    /** Returns the time at which the run began, in whole seconds. */
    protected final Instant startTime() {
        return context().naming().startTime();
    }

    /** Returns the root of what Pipeline keeps on the master. */
    protected final Path runtimeDirectory() {
        return context().directories().runtime();
    }

    /** Returns the directory on the master for what belongs to this job name. */
    protected final Path jobDirectory() {
        return context().directories().job();
    }

    /** Returns the directory on the nodes in which jobs start that name no other. */
    protected final Optional<String> workingDirectory() {
        return context().directories().working();
    }

    /**
     * Returns a value of the configuration, with its references replaced, such as {@code configured("cluster", "clusterdesc")}.
     *
     * @return empty if neither the section nor DEFAULT has the key
     */
    protected final Optional<String> configured(String section, String key) {
        return context().configuration().value(section, key);
    }

    /** Returns all keys of a section of the configuration with their values; those of DEFAULT are among them. */
    protected final Map<String, String> configured(String section) {
        return context().configuration().items(section);
    }

    /** Returns the heads of all sections of the configuration but DEFAULT, in the order of the file. */
    protected final List<String> configuredSections() {
        return context().configuration().sections();
    }

    /**
     * Returns the names of a host set in which groups of the configuration may stand, such as {@code lce[001-010],@storage}.
     *
     * @throws UsageException if it is no host set, or there is no such group
     */
    protected final List<String> hosts(String hostSet) {
        try {
            return context().configuration().hosts(hostSet);
        } catch (HostSetException e) {
            throw new UsageException("%s: %s".formatted(hostSet, e.getMessage()));
        }
    }

    /** Returns the logger of this recipe. */
    protected final Logger logger() {
        return LogManager.getLogger(recipeName());
    }

    /** Returns whether jobs are printed instead of run; the first call of {@link #scheduleJobs} ends the recipe then. */
    protected final boolean dryRun() {
        return context().scheduling().isDryRun();
    }

    /** Returns the positional arguments. */
    protected final List<String> args() {
        return context().args();
    }

    /**
     * Returns a positional argument.
     *
     * @param index from 0
     * @param name what to call it if it is missing, such as {@code MAPFILE}
     * @throws UsageException if there are not so many arguments
     */
    protected final String arg(int index, String name) {
        return new PositionalArguments(recipeName(), args()).get(index, name);
    }

    /**
     * Checks that nothing was typed that the recipe would not look at, such as a second mapfile.
     *
     * @param count how many positional arguments the recipe takes at most
     * @throws UsageException if there are more
     */
    protected final void noArgumentsAfter(int count) {
        new PositionalArguments(recipeName(), args()).noneAfter(count);
    }

    /**
     * Reads the mapfile that a positional argument names.
     *
     * @param index from 0
     * @throws UsageException if the argument is missing
     * @throws MapfileException if the file cannot be read as a map, or has no entry to work on
     */
    protected final DataMap mapfile(int index) throws MapfileException {
        return mapfile(Path.of(arg(index, "MAPFILE")));
    }

    /** Reads a mapfile; the same as {@link #mapfile(int)} otherwise. */
    protected final DataMap mapfile(Path file) throws MapfileException {
        return services("mapfile").readMap(file);
    }

    /**
     * Returns a result for each entry of a map, in its order, those included that were skipped or failed.
     *
     * @param map what the jobs were made of
     * @param outcomes one for each entry of {@link DataMap#active()}, in that order
     * @param type what each job gives back, such as a record
     * @throws IllegalArgumentException if there are more or fewer outcomes than active entries, or one is that of another host
     * @throws pipeline.job.ResultMismatchException if a job gave back something else
     */
    protected final <T> MapResults<T> results(DataMap map, List<Outcome> outcomes, Class<T> type) {
        return MapResults.of(map, outcomes, type);
    }

    /**
     * Writes a map of the same length and order in which every entry is marked skip whose job did not succeed. The
     * form is that of {@link #writeMap(Path, DataMap)}.
     *
     * @param map what the jobs were made of, or a map derived from it; what is marked skip stays so
     * @param outcomes one for each entry of {@link DataMap#active()}, in that order
     * @throws IllegalArgumentException if there are more or fewer outcomes than active entries
     * @throws MapfileException if the file cannot be written
     */
    protected final void writeMap(Path file, DataMap map, List<Outcome> outcomes) throws MapfileException {
        services("writeMap").writeMap(file, map, outcomes);
    }

    /**
     * Writes a map: in the form of the first map that the recipe read if that can hold skip marks and several files in
     * an entry where there are any, otherwise as a Python list of dicts.
     *
     * @throws MapfileException if the file cannot be written
     */
    protected final void writeMap(Path file, DataMap map) throws MapfileException {
        services("writeMap").writeMap(file, map);
    }

    /**
     * Checks early that an output file can be written: jobs of many hours should not end at a mistyped directory.
     *
     * @return the file as it was given
     * @throws UsageException if it is a directory, or its directory does not exist or takes no files
     */
    protected final Path outputFile(Path file) {
        String fault = MasterPlace.writable(file);
        if (fault != null) {
            throw new UsageException("cannot write %s: %s".formatted(file, fault));
        }
        return file;
    }

    /**
     * Makes a job that runs a Java node program which takes one value, such as a record.
     *
     * @throws ArgumentMismatchException if JSON cannot carry the value, so that the program would not get it as it is
     */
    protected final <A> ComputeJob nodeJob(String host, Class<? extends NodeProgram<A, ?>> program, A argument) {
        return checked(ComputeJob.program(host, program.getName(), argument), program);
    }

    /** Makes a job that runs a Java node program which takes a list of values that JSON can hold. */
    protected final ComputeJob nodeJob(
            String host, Class<? extends NodeProgram<Arguments, ?>> program, Object... arguments) {
        return checked(ComputeJob.program(host, program.getName(), arguments), program);
    }

    /** Makes a job that runs a Java node program which takes nothing. */
    protected final ComputeJob nodeJob(String host, Class<? extends NodeProgram<Void, ?>> program) {
        return checked(ComputeJob.program(host, program.getName()), program);
    }

    private static ComputeJob checked(ComputeJob job, Class<?> program) {
        if (job.command() instanceof JobCommand.Program command) {
            NodeProgramTypes.of(program).check(command.arguments());
        }
        return job;
    }

    /** Runs jobs, at most as many at a time on one host as {@code -p} or the configuration says, and waits for them. */
    protected final Outcomes scheduleJobs(List<ComputeJob> jobs) throws InterruptedException {
        return scheduleJobs(jobs, maxPerNode());
    }

    /** Runs jobs, at most {@code maxPerNode} at a time on one host, and waits for them. */
    protected final Outcomes scheduleJobs(List<ComputeJob> jobs, int maxPerNode) throws InterruptedException {
        return scheduleJobs(jobs, maxPerNode, JobListener.NONE);
    }

    /**
     * Runs jobs and waits for them. Jobs that succeeded in an earlier run of the same job name are not run again: their
     * outcomes come from the job table. Calls without a name are counted; where their order may change from run to run, as
     * with threads or branches, give them names, by which their jobs are found again.
     *
     * @param maxPerNode at most so many at a time on one host, counted over all calls; at least 1
     * @param listener hears of each job while it runs
     * @return one outcome for each job, in the order of the jobs
     * @throws SchedulingException if the jobs cannot be run at all, such as for a host that nobody knows
     */
    protected final Outcomes scheduleJobs(List<ComputeJob> jobs, int maxPerNode, JobListener listener)
            throws InterruptedException {
        return services("scheduleJobs").jobs().schedule(jobs, maxPerNode, listener);
    }

    /** Runs the jobs of a named step; the same as {@link #scheduleJobs(List)} otherwise. */
    protected final Outcomes scheduleJobs(String step, List<ComputeJob> jobs) throws InterruptedException {
        return scheduleJobs(step, jobs, maxPerNode(), JobListener.NONE);
    }

    /**
     * Runs the jobs of a named step; the same as {@link #scheduleJobs(List, int, JobListener)} otherwise.
     *
     * @param step what people call it; used again, as in a loop, it is {@code step#2} and so on, each with jobs of its own
     * @throws IllegalArgumentException if the name is empty, a number, very long, or has a '#' or a control character
     */
    protected final Outcomes scheduleJobs(String step, List<ComputeJob> jobs, int maxPerNode, JobListener listener)
            throws InterruptedException {
        return services("scheduleJobs").jobs().schedule(step, jobs, maxPerNode, listener);
    }

    /** Submits jobs and returns at once, at most as many at a time on one host as {@code -p} or the configuration says. */
    protected final JobSet submit(List<ComputeJob> jobs) {
        return submit(jobs, maxPerNode());
    }

    /** Submits jobs and returns at once, at most {@code maxPerNode} at a time on one host. */
    protected final JobSet submit(List<ComputeJob> jobs, int maxPerNode) {
        return services("submit").jobs().submit(jobs, maxPerNode, JobListener.NONE);
    }

    /** Submits the jobs of a named step; the same as {@link #submit(List)} otherwise. */
    protected final JobSet submit(String step, List<ComputeJob> jobs) {
        return submit(step, jobs, maxPerNode(), JobListener.NONE);
    }

    /**
     * Submits the jobs of a named step and returns at once: their outcomes come as they end, and more may be added while they run. Several
     * sets may be open at a time; they share the limit per host. All else is as with {@link #scheduleJobs(String, List, int, JobListener)}.
     *
     * @param step what people call it
     * @param jobs may be empty, if all jobs follow later
     * @param maxPerNode at most so many at a time on one host, counted over all calls; at least 1
     * @param listener hears of each job while it runs, and may add jobs
     * @throws SchedulingException if the jobs cannot be run at all, such as for a host that nobody knows
     */
    protected final JobSet submit(String step, List<ComputeJob> jobs, int maxPerNode, JobListener listener) {
        return services("submit").jobs().submit(step, jobs, maxPerNode, listener);
    }

    /**
     * Brings a file or a directory tree of the master to a host, and waits for it; of many, schedule {@link ComputeJob#put} jobs in one call.
     *
     * @param remote its name there; if it ends with a slash, the directory for it
     */
    protected final Outcome put(String host, Path file, String remote) throws InterruptedException {
        return scheduleJobs("put", List.of(ComputeJob.put(host, file, remote))).get(0);
    }

    /**
     * Brings a file or a directory tree of a host to the master, and waits for it; of many, schedule {@link ComputeJob#get} jobs in one
     * call.
     *
     * @param file its name here
     */
    protected final Outcome get(String host, String remote, Path file) throws InterruptedException {
        return scheduleJobs("get", List.of(ComputeJob.get(host, remote, file))).get(0);
    }

    /**
     * Brings a file or a directory tree from one host to another, through the master, and waits for it; of many, schedule
     * {@link ComputeJob#copy} jobs in one call.
     *
     * @param to its name there; if it ends with a slash, the directory for it
     */
    protected final Outcome copy(String fromHost, String from, String toHost, String to) throws InterruptedException {
        return scheduleJobs("copy", List.of(ComputeJob.copy(fromHost, from, toHost, to)))
                .get(0);
    }

    /**
     * Runs rounds until one says that it is the last. The jobs of a round are made from those of the rounds before it; give its calls of
     * {@code scheduleJobs} names, so that each round finds its own jobs again.
     *
     * @param most how many rounds there may be
     * @return how many there were
     * @throws IllegalArgumentException if there may be none
     * @throws RecipeFailure if the last round that may be does not say that it is the last
     */
    protected final int loop(int most, Round round) throws Exception {
        if (most < 1) {
            throw new IllegalArgumentException("a loop must have 1 round at least, but most was " + most);
        }
        for (int number = 1; number <= most; number++) {
            if (round.run(number)) {
                return number;
            }
        }
        throw new RecipeFailure(
                "the loop has not come to its end after %d rounds, and may have no more".formatted(most));
    }

    /**
     * Runs a task of the task files, as a step of this recipe with the name of the task.
     *
     * @param overrides inputs by name, in place of what the task says; {@code args} are positional arguments
     * @throws StepFailedException if it fails; {@link #step} can ask for the outcome
     * @throws UsageException if there is no such task, its inputs are wrong, or tasks go in a circle
     */
    protected final StepResult runTask(String task, Map<String, ?> overrides) throws InterruptedException {
        return step().inputs(overrides).runTask(task);
    }

    /**
     * Runs another recipe, as a step of this one with the name of the recipe.
     *
     * @param inputs by name; {@code args} are positional arguments
     * @throws StepFailedException if it fails; {@link #step} can ask for the outcome
     * @throws UsageException if its inputs are wrong
     */
    protected final StepResult runRecipe(Class<? extends Recipe> recipe, Map<String, ?> inputs)
            throws InterruptedException {
        return step().inputs(inputs).runRecipe(recipe);
    }

    /** Runs the recipe of a file, Java, Python or a jar; the same as {@link #runRecipe(Class, Map)} otherwise. */
    protected final StepResult runRecipe(Path recipe, Map<String, ?> inputs) throws InterruptedException {
        return step().inputs(inputs).runRecipe(recipe);
    }

    /**
     * Begins a step that another recipe does.
     *
     * @param name what people call it; used again, as in a loop, it is {@code name#2} and so on
     */
    protected final Step step(String name) {
        return new Step(name, services("step"));
    }

    private Step step() {
        return new Step(null, services("step"));
    }

    /** Returns the limit of jobs at a time on one host that {@code -p} or the configuration says. */
    protected final int maxPerNode() {
        return context().scheduling().maxPerNode();
    }

    /** Returns standard output to a recipe whose product is text; the results are shown on standard error then. */
    protected final PrintStream standardOutput() {
        return services("standardOutput").claimStandardOutput();
    }

    private void begin(RecipeServices given) {
        if (services != null) {
            throw new IllegalStateException("a recipe object runs once; make a new one");
        }
        services = given;
    }

    private void refuseLate(String what) {
        if (services != null) {
            throw new IllegalStateException(
                    what + " is declared while the recipe runs; declare it as the value of a field");
        }
    }

    private RecipeContext context() {
        return services("this method").context();
    }

    private RecipeServices services(String what) {
        RecipeServices given = services;
        if (given == null) {
            throw new IllegalStateException(what + " is for run(), but the recipe does not run yet");
        }
        return given;
    }

    /** The recipe as the engine holds it. */
    private record EngineSide(Recipe recipe) implements RecipeControl {

        @Override
        public List<InputOption> inputs() {
            return recipe.inputs.options();
        }

        @Override
        public List<RecipeOutput> outputs() {
            return recipe.outputs.all();
        }

        @Override
        public void accept(GivenInputs given) {
            recipe.inputs.accept(given);
        }

        @Override
        public Optional<GivenInput> given(String input) {
            return recipe.inputs.given(input);
        }

        @Override
        public List<NodePlace> nodePlaces() {
            return recipe.inputs.nodePlaces();
        }

        @Override
        public int run(RecipeServices services) throws Exception {
            recipe.begin(services);
            recipe.inputs.begin(services);
            return recipe.run();
        }

        @Override
        public Optional<List<ComputeJob>> source(RecipeServices services) throws Exception {
            recipe.begin(services);
            recipe.inputs.begin(services);
            return recipe.source();
        }

        @Override
        public boolean hasResult(ComputeJob job) {
            return recipe.hasResult(job);
        }
    }
}
