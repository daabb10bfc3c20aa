package pipeline.text;

import java.io.File;
import java.io.StringWriter;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes JSON trees as {@link JsonMapper} does, but without making one: a mapper costs a fresh JVM 200 ms,
 * and every run of a node program is a fresh JVM.
 */
public final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Json() {}

    /**
     * Reads one JSON value that takes up the whole text. Numbers keep every digit: a fraction that no number of 64 bits shows as it
     * stands is a decimal.
     *
     * @throws JacksonException if the text is anything else
     */
    public static JsonNode read(String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                throw new StreamReadException(parser, "a JSON value was expected, but the text is empty");
            }
            JsonNode value = read(parser, token);
            if (parser.nextToken() != null) {
                throw new StreamReadException(parser, "the text goes on after the end of the JSON value");
            }
            return value;
        }
    }

    /** Writes a value as JSON without a line end. */
    public static String write(JsonNode value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            write(value, generator);
        }
        return text.toString();
    }

    /**
     * Makes a JSON value of a Java value: text and what is like text (paths, files, URIs), number, boolean, null, list, map, or
     * what else {@link JsonMapper} knows (records, arrays, times); only the last needs a mapper.
     *
     * @throws IllegalArgumentException if the value, or one in it, has nothing that JSON could hold
     * @throws JacksonException if it fails to say what it holds
     */
    public static JsonNode tree(@Nullable Object value) {
        if (value == null) {
            return NODES.nullNode();
        } else if (value instanceof JsonNode node) {
            return node;
        } else if (isText(value)) {
            return NODES.stringNode(value.toString());
        } else if (value instanceof Boolean flag) {
            return NODES.booleanNode(flag);
        } else if (value instanceof Integer number) {
            return NODES.numberNode(number.intValue());
        } else if (value instanceof Long number) {
            return NODES.numberNode(number.longValue());
        } else if (value instanceof Double number) {
            return NODES.numberNode(number.doubleValue());
        } else if (value instanceof List<?> list) {
            ArrayNode array = NODES.arrayNode(list.size());
            list.forEach(item -> array.add(tree(item)));
            return array;
        } else if (value instanceof Map<?, ?> map && map.keySet().stream().allMatch(String.class::isInstance)) {
            ObjectNode object = NODES.objectNode();
            map.forEach((key, item) -> object.set((String) key, tree(item)));
            return object;
        }
        return JsonMapping.tree(value);
    }

    /**
     * Makes a Java value of a JSON value, as {@link #tree} made that of one of the type. Nothing is converted or left out in silence.
     *
     * @param type such as a record, or {@code List<String>}; only other types than text, number, boolean and JSON need a mapper
     * @throws JsonMismatchException if it is no such value, or null
     */
    public static Object value(JsonNode tree, Type type) throws JsonMismatchException {
        if (type == JsonNode.class) {
            return tree;
        } else if (tree.isNull()) {
            throw new JsonMismatchException("it is null");
        } else if (type == String.class && tree.isString()) {
            return tree.stringValue();
        } else if (type == Long.class && tree.isIntegralNumber() && tree.canConvertToLong()) {
            return tree.longValue();
        } else if (type == Integer.class && tree.isIntegralNumber() && tree.canConvertToInt()) {
            return tree.intValue();
        } else if (type == Double.class && tree.isNumber()) {
            return tree.doubleValue();
        } else if (type == Boolean.class && tree.isBoolean()) {
            return tree.booleanValue();
        }
        return JsonMapping.value(tree, type);
    }

    /** Returns whether a value is a text in all but its class. */
    private static boolean isText(Object value) {
        return value instanceof CharSequence || value instanceof Path || value instanceof File || value instanceof URI;
    }

    private static JsonNode read(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> {
                ObjectNode object = NODES.objectNode();
                for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                    object.set(name, read(parser, parser.nextToken()));
                }
                yield object;
            }
            case START_ARRAY -> {
                ArrayNode array = NODES.arrayNode();
                for (JsonToken item = parser.nextToken(); item != JsonToken.END_ARRAY; item = parser.nextToken()) {
                    array.add(read(parser, item));
                }
                yield array;
            }
            case VALUE_STRING -> NODES.stringNode(parser.getString());
            case VALUE_NUMBER_INT ->
                switch (parser.getNumberType()) {
                    case INT -> NODES.numberNode(parser.getIntValue());
                    case LONG -> NODES.numberNode(parser.getLongValue());
                    default -> NODES.numberNode(parser.getBigIntegerValue());
                };
            case VALUE_NUMBER_FLOAT -> fraction(parser.getDoubleValue(), parser.getDecimalValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            default -> throw new StreamReadException(parser, "a JSON value was expected, but " + token + " came");
        };
    }

    private static JsonNode fraction(double nearest, BigDecimal exact) {
        boolean isExact =
                Double.isFinite(nearest) && BigDecimal.valueOf(nearest).compareTo(exact) == 0;
        return isExact ? NODES.numberNode(nearest) : NODES.numberNode(exact);
    }

    private static void write(JsonNode value, JsonGenerator generator) {
        switch (value.getNodeType()) {
            case OBJECT -> {
                generator.writeStartObject();
                value.forEachEntry((name, item) -> {
                    generator.writeName(name);
                    write(item, generator);
                });
                generator.writeEndObject();
            }
            case ARRAY -> {
                generator.writeStartArray();
                value.forEach(item -> write(item, generator));
                generator.writeEndArray();
            }
            case STRING -> generator.writeString(value.stringValue());
            case NUMBER -> writeNumber(value.numberValue(), generator);
            case BOOLEAN -> generator.writeBoolean(value.booleanValue());
            case NULL -> generator.writeNull();
            case BINARY, POJO, MISSING ->
                generator.writeRawValue(JsonMapper.shared().writeValueAsString(value));
        }
    }

    private static void writeNumber(Number number, JsonGenerator generator) {
        if (number instanceof Integer || number instanceof Short) {
            generator.writeNumber(number.intValue());
        } else if (number instanceof Long) {
            generator.writeNumber(number.longValue());
        } else if (number instanceof BigInteger big) {
            generator.writeNumber(big);
        } else if (number instanceof BigDecimal big) {
            generator.writeNumber(big);
        } else if (number instanceof Float) {
            generator.writeNumber(number.floatValue());
        } else {
            generator.writeNumber(number.doubleValue());
        }
    }
}
