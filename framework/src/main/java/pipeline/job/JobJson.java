package pipeline.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import pipeline.text.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes a compute job as JSON and reads it back, so that it can run without the recipe that made it. */
public final class JobJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JobJson() {}

    /** Gives what runs, as it stands in keys: {@code command}, or {@code script} or {@code program} and {@code arguments}. */
    public static ObjectNode of(JobCommand command) {
        ObjectNode json = NODES.objectNode();
        if (command instanceof JobCommand.Executable executable) {
            json.set("command", texts(executable.words()));
        } else if (command instanceof JobCommand.Script script) {
            json.put("script", script.file().toString());
            json.set("arguments", texts(script.arguments()));
        } else if (command instanceof JobCommand.Program program) {
            json.put("program", program.className());
            ArrayNode arguments = NODES.arrayNode();
            program.arguments().forEach(arguments::add);
            json.set("arguments", arguments);
        }
        return json;
    }

    /** Writes what runs and how: the command, its variables, its directory and its options; host, key, label and priority are columns. */
    public static String write(ComputeJob job) {
        ObjectNode json = of(job.command());
        if (!job.environment().isEmpty()) {
            ObjectNode environment = NODES.objectNode();
            job.environment().forEach(environment::put);
            json.set("environment", environment);
        }
        job.workingDirectory().ifPresent(directory -> json.put("working_directory", directory));
        JobOptionsJson.write(job.options(), json);
        return Json.write(json);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static ComputeJob read(String host, String text) {
        JsonNode json = Json.read(text);
        ComputeJob job = ComputeJob.of(host, command(json)).options(JobOptionsJson.read(json));
        for (var variable : json.path("environment").properties()) {
            job = job.environment(variable.getKey(), variable.getValue().stringValue());
        }
        return json.has("working_directory")
                ? job.workingDirectory(json.get("working_directory").stringValue())
                : job;
    }

    private static JobCommand command(JsonNode json) {
        if (json.has("command")) {
            return new JobCommand.Executable(strings(json.get("command")));
        }
        if (json.has("script")) {
            return new JobCommand.Script(Path.of(json.get("script").stringValue()), strings(json.path("arguments")));
        }
        if (json.has("program")) {
            List<JsonNode> arguments = new ArrayList<>();
            json.path("arguments").forEach(arguments::add);
            return new JobCommand.Program(json.get("program").stringValue(), arguments);
        }
        throw new IllegalArgumentException("a job's work must name a command, a script or a program, but was " + json);
    }

    private static ArrayNode texts(List<String> words) {
        ArrayNode array = NODES.arrayNode(words.size());
        words.forEach(array::add);
        return array;
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(item -> strings.add(item.stringValue()));
        return strings;
    }
}
