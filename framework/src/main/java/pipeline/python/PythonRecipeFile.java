package pipeline.python;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pipeline.recipe.spi.RecipeOutput;
import tools.jackson.databind.JsonNode;

/**
 * A recipe in a Python file, as it describes itself. Immutable.
 *
 * @param file absolute
 * @param source its text, which is what runs, should the file change meanwhile
 * @param name of its class, by which people call it
 * @param description of its class; may be empty
 * @param code a digest of its code that a comment does not change
 */
public record PythonRecipeFile(
        Path file,
        String source,
        String name,
        String description,
        List<DeclaredInput> inputs,
        List<RecipeOutput> outputs,
        String code) {

    private static final Duration TIME_TO_PRINT = Duration.ofSeconds(5);

    /**
     * An input as the file declares it.
     *
     * @param option without its dashes
     * @param kind {@code text}, {@code list}, or what Pipeline checks itself, such as {@code int}
     * @param defaultText as the help text shows it; null if there is none
     * @param environmentVariable gives it where it is not typed; null for none
     */
    public record DeclaredInput(
            String option,
            String kind,
            String help,
            boolean isRequired,
            @Nullable String defaultText,
            @Nullable String environmentVariable) {}

    /**
     * Has a file describe itself, in a process that ends then.
     *
     * @throws PythonException if it cannot be loaded, or has no recipe; the message says where
     */
    public static PythonRecipeFile read(Path given) throws PythonException {
        Path file = given.toAbsolutePath().normalize();
        String source = text(file);
        try (PythonProcess process = PythonProcess.start(file, source)) {
            List<String> said = Collections.synchronizedList(new ArrayList<>());
            OutputCopy.lines(process.stdout(), line -> {});
            OutputCopy stderr = OutputCopy.lines(process.stderr(), said::add);
            JsonNode message = process.receive();
            if (message == null) {
                int code = process.awaitEnd();
                stderr.awaitEnd(TIME_TO_PRINT);
                throw new PythonException(
                        "recipe %s ended with %d while it was loaded%s"
                                .formatted(file, code, said.isEmpty() ? "" : ": " + said.get(said.size() - 1)),
                        String.join("\n", said));
            }
            if (message.has("failed")) {
                throw failure(message, null);
            }
            return of(file, source, message);
        } catch (IOException e) {
            throw new PythonException("recipe %s cannot be loaded: %s".formatted(file, e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PythonException("recipe " + file + " was interrupted while it was loaded", e);
        }
    }

    private static String text(Path file) throws PythonException {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new PythonException("recipe " + file + " is not UTF-8; save it as UTF-8", e);
        } catch (IOException e) {
            throw new PythonException("recipe %s cannot be read: %s".formatted(file, e), e);
        }
    }

    /** Returns whether the file is as it was read. */
    public boolean isUnchanged() {
        try {
            return Files.readString(file).equals(source);
        } catch (IOException e) {
            return false;
        }
    }

    static PythonException failure(JsonNode message, @Nullable Throwable cause) {
        return new PythonException(
                message.path("failed").asString(), message.path("traceback").asString(), cause);
    }

    private static @Nullable String text(JsonNode value) {
        return value.isString() ? value.stringValue() : null;
    }

    private static PythonRecipeFile of(Path file, String source, JsonNode message) {
        List<DeclaredInput> inputs = new ArrayList<>();
        for (JsonNode input : message.path("inputs")) {
            inputs.add(new DeclaredInput(
                    input.path("option").asString(),
                    input.path("kind").asString(),
                    input.path("help").asString(),
                    input.path("required").asBoolean(),
                    text(input.path("default")),
                    text(input.path("environment_variable"))));
        }
        List<RecipeOutput> outputs = new ArrayList<>();
        for (JsonNode output : message.path("outputs")) {
            outputs.add(new RecipeOutput(
                    output.path("name").asString(),
                    output.path("help").asString(),
                    output.path("type").asString(),
                    output.path("optional").asBoolean()));
        }
        return new PythonRecipeFile(
                file,
                source,
                message.path("recipe").asString(),
                message.path("description").asString(),
                List.copyOf(inputs),
                List.copyOf(outputs),
                message.path("code").asString(""));
    }
}
