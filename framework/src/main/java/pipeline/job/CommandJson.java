package pipeline.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes a command as JSON, {@code command}, or {@code script} or {@code program} and {@code arguments}, and reads it back. */
final class CommandJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final String TRANSFER = "transfer";

    private CommandJson() {}

    static ObjectNode of(JobCommand command) {
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
        } else if (command instanceof JobCommand.Transfer transfer) {
            json.set(TRANSFER, endpoint(transfer.source()));
            json.set("to", endpoint(transfer.target()));
        }
        return json;
    }

    private static ObjectNode endpoint(JobCommand.Endpoint endpoint) {
        ObjectNode json = NODES.objectNode().put("path", endpoint.path());
        return endpoint.host().isEmpty() ? json : json.put("host", endpoint.host());
    }

    private static JobCommand.Endpoint endpoint(JsonNode json) {
        return new JobCommand.Endpoint(
                json.path("host").asString(""), json.get("path").stringValue());
    }

    static JobCommand read(JsonNode json) {
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
        if (json.has(TRANSFER)) {
            return new JobCommand.Transfer(endpoint(json.get(TRANSFER)), endpoint(json.get("to")));
        }
        throw new IllegalArgumentException("a job must name a command, a script or a program, but was " + json);
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
