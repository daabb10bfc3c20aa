package pipeline.python;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import pipeline.recipe.Step;
import pipeline.recipe.StepResult;
import tools.jackson.databind.JsonNode;

/** The steps that a recipe in Python has other recipes do, as messages have them. */
final class PythonSteps {

    private PythonSteps() {}

    /** Sets for a step what a message says of it. */
    static Step read(Step step, JsonNode call) {
        call.path("inputs").forEachEntry((name, values) -> step.input(name, texts(values)));
        step.args(texts(call.path("args")));
        return call.path("may_fail").asBoolean() ? step.mayFail() : step;
    }

    private static List<String> texts(JsonNode values) {
        List<String> texts = new ArrayList<>();
        values.forEach(value -> texts.add(value.asString()));
        return texts;
    }

    /** Returns how a step ended, as a message. */
    static Map<String, Object> written(StepResult result) {
        Map<String, String> maps = new LinkedHashMap<>();
        result.maps().forEach((name, file) -> maps.put(name, file.toString()));
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("step", result.step());
        message.put("code", result.code());
        message.put("message", result.message());
        message.put("outputs", result.outputs());
        message.put("maps", maps);
        return message;
    }
}
