package pipeline.text;

import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializer;
import tools.jackson.databind.type.LogicalType;

/**
 * Makes Java values of JSON values and back by Jackson's mapper, which is loaded with this class. Nothing is converted or left
 * out in silence: a property that the type lacks, one that is missing, and a value of another type are refused.
 */
final class JsonMapping {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(LogicalType.Textual, texts -> {
                texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                texts.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                texts.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
            })
            .addModule(new SimpleModule()
                    .addSerializer(Path.class, ToStringSerializer.instance)
                    .addSerializer(CharSequence.class, ToStringSerializer.instance)
                    .addDeserializer(Path.class, new PlainPath()))
            .build();

    /** What Jackson asks its own users to set or to write. */
    private static final Pattern ADVICE = Pattern.compile(
            " \\((?:to avoid exception|but could|but might|set|although|index)\\b[^)]*\\)|; `DeserializationFeature\\S+` enabled");

    private static final Pattern MISSING = Pattern.compile("Missing creator property '[^']*'");

    private JsonMapping() {}

    /**
     * Makes a JSON value.
     *
     * @throws IllegalArgumentException if the value, or one in it, has nothing that JSON could hold
     * @throws JacksonException if it fails to say what it holds
     */
    static JsonNode tree(Object value) {
        try {
            return MAPPER.valueToTree(value);
        } catch (InvalidDefinitionException e) {
            String type = e.getType() == null
                    ? value.getClass().getName()
                    : e.getType().getRawClass().getName();
            throw new IllegalArgumentException(
                    "a value of " + type
                            + " cannot be given as JSON; give a text, a number, a list, a map, or a record (or an"
                            + " object with getters) in its place: " + withoutAdvice(e),
                    e);
        }
    }

    /** Makes a Java value. */
    static Object value(JsonNode tree, Type type) throws JsonMismatchException {
        try {
            return MAPPER.treeToValue(tree, MAPPER.constructType(type));
        } catch (JacksonException e) {
            throw new JsonMismatchException(property(e) + reason(e), e);
        }
    }

    private static String property(JacksonException e) {
        String path = e.getPath().stream()
                .map(step -> step.getIndex() >= 0 ? "[" + step.getIndex() + "]" : "." + step.getPropertyName())
                .collect(Collectors.joining());
        return path.isEmpty() ? "" : "property \"" + (path.startsWith(".") ? path.substring(1) : path) + "\": ";
    }

    private static String reason(JacksonException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "unknown; there are "
                    + unknown.getKnownPropertyIds().stream()
                            .map(String::valueOf)
                            .collect(Collectors.joining(", "));
        }
        return withoutAdvice(e);
    }

    private static String withoutAdvice(JacksonException e) {
        String message = ADVICE.matcher(String.valueOf(e.getOriginalMessage())).replaceAll("");
        return MISSING.matcher(message).replaceFirst("missing").replace("`", "");
    }

    /** Reads a path as it stands, where Jackson takes one with a colon for a URI. */
    private static final class PlainPath extends StdScalarDeserializer<Path> {

        PlainPath() {
            super(Path.class);
        }

        @Override
        public Path deserialize(JsonParser parser, DeserializationContext context) {
            String text = parser.getValueAsString();
            return text == null ? (Path) context.handleUnexpectedToken(Path.class, parser) : Path.of(text);
        }
    }
}
