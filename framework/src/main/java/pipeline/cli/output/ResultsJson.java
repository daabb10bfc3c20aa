package pipeline.cli.output;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pipeline.recipe.ResultTable;
import pipeline.text.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A recipe's results as programs read them. */
public final class ResultsJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ResultsJson() {}

    /**
     * Returns the value of an output: a table is a list of objects, one for each row; what is like a text is one, and a value that
     * JSON cannot hold is its text, so that it costs none of the others.
     */
    public static JsonNode of(Object value) {
        if (value instanceof ResultTable table) {
            ArrayNode rows = NODES.arrayNode();
            table.rows().forEach(row -> rows.add(row(table.header(), row)));
            return rows;
        } else if (value instanceof Collection<?> collection) {
            ArrayNode array = NODES.arrayNode();
            collection.forEach(item -> array.add(item == null ? NODES.nullNode() : of(item)));
            return array;
        } else if (value instanceof Map<?, ?> map) {
            ObjectNode object = NODES.objectNode();
            map.forEach((key, item) ->
                    object.set(ResultsText.shown(String.valueOf(key)), item == null ? NODES.nullNode() : of(item)));
            return object;
        } else if (value instanceof Optional<?> optional) {
            return optional.isPresent() ? of(optional.get()) : NODES.nullNode();
        } else if (value instanceof Enum<?> || value.getClass().getName().startsWith("java.time.")) {
            return NODES.stringNode(ResultsText.shown(value));
        }
        try {
            return Json.tree(value);
        } catch (RuntimeException e) {
            return NODES.stringNode(ResultsText.shown(value));
        }
    }

    private static ObjectNode row(List<String> header, List<Object> cells) {
        ObjectNode row = NODES.objectNode();
        for (int i = 0; i < header.size(); i++) {
            row.set(header.get(i), of(cells.get(i)));
        }
        return row;
    }
}
