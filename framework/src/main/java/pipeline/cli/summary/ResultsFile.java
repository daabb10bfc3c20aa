package pipeline.cli.summary;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.IoErrorText;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.output.ResultsJson;
import pipeline.cli.plan.RunRequest;
import pipeline.recipe.UsageException;
import pipeline.recipe.input.MasterPlace;
import pipeline.recipe.run.RecipeRun;
import pipeline.recipe.spi.RecipeControl;
import pipeline.text.Json;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The file that {@code --results} names: how the run ended and what it gave, as one JSON object. The one of an earlier run is
 * removed before anything starts, so that a file that is there is always that of the last run, and whole.
 */
public final class ResultsFile {

    /** Grows when a field goes or means something else; new fields do not count. */
    private static final int SCHEMA_VERSION = 1;

    private final Path file;
    private final RunRequest request;

    private ResultsFile(Path file, RunRequest request) {
        this.file = file;
        this.request = request;
    }

    /**
     * Returns the file of a run, if one was asked for and the run is no dry run.
     *
     * @throws UsageException if it cannot be written
     */
    public static Optional<ResultsFile> of(RunRequest request, CliEnvironment environment) {
        String typed = request.options().results;
        if (typed == null || request.options().isDry()) {
            return Optional.empty();
        }
        Path file = environment.directory().resolve(typed).normalize();
        String fault = Files.exists(file) && !Files.isRegularFile(file)
                ? file + " is no file; name one"
                : MasterPlace.writable(file);
        if (fault != null) {
            throw new UsageException("--results cannot be written: " + fault);
        }
        return Optional.of(new ResultsFile(file, request));
    }

    /** Removes what an earlier run wrote. */
    public void clear() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UserErrorException(
                    ExitCode.CONFIGURATION,
                    "the results of an earlier run cannot be removed from %s: %s".formatted(file, IoErrorText.of(e)),
                    e);
        }
    }

    /**
     * Writes it.
     *
     * @param exitCode with which the process is going to end
     * @param run null if it did not come so far
     * @param message what ended the run before its end; empty if nothing did
     */
    public void write(int exitCode, @Nullable RecipeRun run, String message) throws IOException {
        ObjectNode results = JsonNodeFactory.instance.objectNode();
        results.put("schema_version", SCHEMA_VERSION)
                .put("recipe", request.recipeName())
                .put("job_name", request.jobName())
                .put("exit_code", exitCode)
                .put("error", run == null || run.hasError() || !message.isEmpty())
                .put("message", message.isEmpty() ? null : message);
        ObjectNode outputs = results.putObject("outputs");
        Map<String, Object> set = run == null ? Map.of() : run.outputs();
        RecipeControl.of(request.recipe()).outputs().forEach(declared -> {
            Object value = set.get(declared.name());
            outputs.set(declared.name(), value == null ? JsonNodeFactory.instance.nullNode() : ResultsJson.of(value));
        });
        Path fresh = file.resolveSibling(".results-" + UUID.randomUUID() + ".tmp");
        try {
            Files.writeString(fresh, Json.write(results) + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Returns the file. */
    public Path file() {
        return file;
    }
}
