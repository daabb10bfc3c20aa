package pipeline.python;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.JobSet;
import pipeline.job.Outcome;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapfileException;
import pipeline.python.PythonRecipeFile.DeclaredInput;
import pipeline.recipe.Input;
import pipeline.recipe.InputDeclaration;
import pipeline.recipe.Output;
import pipeline.recipe.Recipe;
import pipeline.recipe.RecipeFailure;
import pipeline.recipe.SchedulingException;
import pipeline.recipe.Step;
import pipeline.recipe.StepFailedException;
import pipeline.recipe.StepResult;
import pipeline.recipe.TypedInput;
import pipeline.recipe.UsageException;
import pipeline.recipe.spi.RecipeName;
import pipeline.recipe.spi.RecipeOutput;
import tools.jackson.databind.JsonNode;

/** Runs a recipe in Python: starts its process, does what it asks for, and ends with it. */
public final class PythonRecipe extends Recipe implements RecipeName.Given {

    private static final String VALUE = "value";
    private static final String FAILED = "failed";
    private static final Duration TIME_TO_END = Duration.ofSeconds(5);

    private final PythonRecipeFile file;
    private final PythonJobs jobs = new PythonJobs();
    private final PythonJobSets sets = new PythonJobSets(jobs);
    /** What was typed for each input by its option; empty for nothing. */
    private final Map<String, Supplier<Optional<List<String>>>> typed = new LinkedHashMap<>();

    private final Map<String, Output<JsonNode>> outputs = new LinkedHashMap<>();

    /** Why calls were refused, by their numbers: a recipe that does not deal with it ends as one in Java would. */
    private final Map<String, Throwable> refusals = new ConcurrentHashMap<>();

    private volatile @Nullable RuntimeException dryRunEnd;

    /** Makes a recipe with the inputs that its file declares. */
    public PythonRecipe(PythonRecipeFile file) {
        this.file = file;
        file.inputs().forEach(input -> typed.put(input.option(), declare(input)));
        for (RecipeOutput declared : file.outputs()) {
            Output<JsonNode> output = output(declared.name(), declared.help()).as(JsonNode.class, declared.type());
            outputs.put(declared.name(), declared.isOptional() ? output.optional() : output);
        }
    }

    private Supplier<Optional<List<String>>> declare(DeclaredInput declared) {
        InputDeclaration input = input(declared.option(), declared.help());
        if (declared.environmentVariable() != null) {
            input.environmentVariable(declared.environmentVariable());
        }
        return declared.kind().equals("list")
                ? given(declared, input.text().list(), texts -> texts)
                : given(declared, PythonInputs.typed(input, declared.kind()), value -> List.of(value.toString()));
    }

    private static <T> Supplier<Optional<List<String>>> given(
            DeclaredInput declared, TypedInput<T> typed, Function<? super T, List<String>> texts) {
        if (declared.isRequired()) {
            Input<T> input = typed.required();
            return () -> Optional.of(texts.apply(input.get()));
        }
        Input<Optional<T>> input =
                declared.defaultText() == null ? typed.optional() : typed.optional(declared.defaultText());
        return () -> input.get().map(texts);
    }

    @Override
    public String givenName() {
        return file.name();
    }

    @Override
    public String codeDigest() {
        return file.code();
    }

    @Override
    protected int run() throws Exception {
        ExecutorService calls = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "python-call");
            thread.setDaemon(true);
            return thread;
        });
        PythonProcess process = PythonProcess.start(file.file(), file.source());
        OutputCopy stdout = OutputCopy.bytes(
                process.stdout(), (bytes, length) -> standardOutput().write(bytes, 0, length));
        OutputCopy stderr = OutputCopy.lines(process.stderr(), line -> logger().warn("{}", line));
        try {
            int code = serve(process, calls);
            process.awaitEnd();
            return code;
        } finally {
            process.close();
            stdout.awaitEnd(TIME_TO_END);
            stderr.awaitEnd(TIME_TO_END);
            calls.shutdownNow();
        }
    }

    /** Does what the recipe asks for until it ends. */
    private int serve(PythonProcess process, ExecutorService calls) throws Exception {
        check(process.receive());
        process.send(start());
        while (true) {
            JsonNode message = process.receive();
            if (message == null) {
                throw new PythonException(
                        "its process ended with %d before go() had returned".formatted(process.awaitEnd()), "");
            }
            if (message.has("log")) {
                PythonLogRecord.log(message);
            } else if (message.has("call")) {
                calls.execute(() -> answer(process, message));
            } else if (message.has("clear")) {
                error.clear();
            } else if (message.has("code")) {
                // a call that nobody waits for any more is one of the run all the same
                calls.shutdown();
                calls.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
                set(message.path("outputs"));
                return message.path("code").asInt();
            } else if (message.has("ends") && dryRunEnd != null) {
                throw dryRunEnd;
            } else {
                check(message);
            }
        }
    }

    private void set(JsonNode values) {
        outputs.forEach((name, output) -> {
            if (values.has(name)) {
                output.set(values.path(name));
            }
        });
    }

    /** Refuses a message that says what is wrong, and the absence of one. */
    private void check(@Nullable JsonNode message) throws PythonException {
        if (message == null) {
            throw new PythonException("recipe " + file.name() + " ended while it was loaded", "");
        }
        if (!message.has(FAILED)) {
            return;
        }
        set(message.path("outputs"));
        if (message.path("usage").asBoolean()) {
            throw new UsageException(message.path(FAILED).asString());
        }
        if (message.path("own").asBoolean()) {
            throw new RecipeFailure(message.path(FAILED).asString());
        }
        throw PythonRecipeFile.failure(
                message, refusals.get(message.path("refused").asString("")));
    }

    private Map<String, @Nullable Object> start() {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        typed.forEach((option, value) -> value.get().ifPresent(texts -> given.put(option, texts)));
        Map<String, @Nullable Object> standard = new LinkedHashMap<>();
        standard.put("job_name", jobName());
        standard.put("start_time", startTime().toString());
        standard.put("runtime_directory", runtimeDirectory().toString());
        standard.put("job_directory", jobDirectory().toString());
        standard.put("working_directory", workingDirectory().orElse(null));
        standard.put("dry_run", dryRun());
        standard.put("args", args());
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put("name", recipeName());
        message.put("typed", given);
        message.put("standard", standard);
        message.put("level", logger().isDebugEnabled() ? "DEBUG" : logger().isInfoEnabled() ? "INFO" : "WARNING");
        return message;
    }

    /** Answers a call; what keeps it from being done is reported to the recipe, which may go on. */
    private void answer(PythonProcess process, JsonNode call) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("id", call.path("id").asLong());
        try {
            answer.put(VALUE, value(call));
        } catch (UsageException | MapfileException | IllegalArgumentException | IllegalStateException e) {
            refuse(answer, e);
        } catch (StepFailedException e) {
            refuse(answer, e);
        } catch (SchedulingException e) {
            refuse(answer, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer.put(FAILED, "the run was interrupted");
        } catch (RuntimeException e) {
            if (dryRun()) {
                dryRunEnd = e;
                answer.put("ends", true);
            } else {
                refuse(answer, e);
            }
        }
        answer.put("error", error.isSet());
        try {
            process.send(answer);
        } catch (IOException e) {
            // the recipe has ended, which the thread that receives sees too
        }
    }

    private void refuse(Map<String, @Nullable Object> answer, Throwable e) {
        answer.put(FAILED, e.getMessage() == null ? e.toString() : e.getMessage());
        refusals.put(String.valueOf(answer.get("id")), e);
    }

    private @Nullable Object value(JsonNode call) throws InterruptedException, MapfileException {
        String name = call.path("call").asString();
        return switch (name) {
            case "schedule_jobs" -> jobs.write(schedule(call));
            case "submit" -> submit(call);
            case "add" -> {
                sets.add(call);
                yield null;
            }
            case "next" -> sets.next(call);
            case "cancel" -> {
                sets.cancel(call);
                yield null;
            }
            case "wait" -> sets.await(call);
            case "run_step" -> PythonSteps.written(step(call));
            case "load_data_map" ->
                PythonMaps.entries(mapfile(Path.of(call.path("file").asString())));
            case "load_aligned_maps" -> PythonMaps.rows(maps(call.path("files")));
            case "configured" ->
                configured(call.path("section").asString(), call.path("key").asString())
                        .orElse(null);
            case "configured_items" -> configured(call.path("section").asString());
            case "configured_sections" -> configuredSections();
            case "store_data_map" -> {
                writeMap(Path.of(call.path("file").asString()), PythonMaps.map(call.path("entries")));
                yield null;
            }
            default -> throw new IllegalArgumentException("there is no call " + name);
        };
    }

    private StepResult step(JsonNode call) throws InterruptedException {
        Step step = PythonSteps.read(step(call.path("step").asString()), call);
        return call.has("task")
                ? step.runTask(call.path("task").asString())
                : step.runRecipe(Path.of(call.path("file").asString()));
    }

    private List<Outcome> schedule(JsonNode call) throws InterruptedException {
        List<ComputeJob> all = jobs.read(call.path("jobs"));
        return call.has("step")
                ? scheduleJobs(call.path("step").asString(), all, most(call), JobListener.NONE)
                : scheduleJobs(all, most(call));
    }

    private int submit(JsonNode call) {
        List<ComputeJob> first = jobs.read(call.path("jobs"));
        JobSet set = call.has("step")
                ? submit(call.path("step").asString(), first, most(call), JobListener.NONE)
                : submit(first, most(call));
        return sets.take(set, first);
    }

    private int most(JsonNode call) {
        return call.has("max_per_node") ? call.path("max_per_node").asInt() : maxPerNode();
    }

    private List<DataMap> maps(JsonNode files) throws MapfileException {
        List<DataMap> maps = new ArrayList<>();
        for (JsonNode named : files) {
            maps.add(mapfile(Path.of(named.asString())));
        }
        return maps;
    }
}
