package pipeline.node;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import pipeline.text.Json;
import pipeline.text.JsonMismatchException;
import pipeline.text.MessageText;
import tools.jackson.databind.JsonNode;

/**
 * The arguments of a node program, counted from 0: JSON values, read as the type the program expects. Immutable.
 *
 * <p>A missing argument, or one of another type, is a {@link NodeFailure} that names the argument, what was expected, and
 * what came; nothing is converted in silence.
 *
 * <pre>{@code
 * Path file = arguments.path(0);
 * long channels = arguments.integer(1);
 * Arguments subbands = arguments.list(2);
 * }</pre>
 */
public final class Arguments implements Iterable<JsonNode> {

    /** How much of a wrong value a message shows. */
    private static final int SHOWN = 200;

    private final String name;
    private final List<JsonNode> values;

    private Arguments(String name, List<JsonNode> values) {
        this.name = name;
        this.values = List.copyOf(values);
    }

    /** Makes the arguments of a program, in its tests for instance. */
    public static Arguments of(List<JsonNode> values) {
        return new Arguments("argument", values);
    }

    /** Returns how many there are. */
    public int size() {
        return values.size();
    }

    /** Returns an argument of any type, JSON's null included. */
    public JsonNode get(int index) {
        if (index < 0 || index >= values.size()) {
            throw new NodeFailure(name + " " + index + " is missing: the job has " + values.size()
                    + ", counted from 0; the recipe must give it");
        }
        return values.get(index);
    }

    /** Returns a text. */
    public String text(int index) {
        return expect(index, "a text", JsonNode::isString).stringValue();
    }

    /** Returns a whole number; one with a fraction, or beyond 64 bits, is refused. */
    public long integer(int index) {
        return expect(index, "an integer", value -> value.isIntegralNumber() && value.canConvertToLong())
                .longValue();
    }

    /** Returns a number, whole or not. */
    public double number(int index) {
        return expect(index, "a number", JsonNode::isNumber).doubleValue();
    }

    /** Returns true or false. */
    public boolean flag(int index) {
        return expect(index, "true or false", JsonNode::isBoolean).booleanValue();
    }

    /** Returns a text as the path of a file of this node; a relative one begins at the job's working directory. */
    public Path path(int index) {
        String text = expect(
                        index,
                        "the path of a file",
                        value -> value.isString() && !value.stringValue().isEmpty())
                .stringValue();
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new NodeFailure(
                    name + " " + index + " cannot be a file name here: " + e.getMessage()
                            + "; if it holds letters beyond ASCII, set LC_ALL=C.UTF-8 for the job",
                    e);
        }
    }

    /** Returns a list, whose items are read in the same way. */
    public Arguments list(int index) {
        JsonNode list = expect(index, "a list", JsonNode::isArray);
        List<JsonNode> items = new ArrayList<>(list.size());
        list.forEach(items::add);
        return new Arguments(name + " " + index + ", item", items);
    }

    /**
     * Returns an argument as a value of a record or another type that Jackson can build.
     *
     * @param type what the recipe gave, such as a record
     */
    public <T> T value(int index, Class<T> type) {
        JsonNode value = expect(index, "a " + type.getSimpleName(), given -> !given.isNull());
        try {
            @SuppressWarnings("unchecked") // as its type says
            T read = (T) Json.value(value, type);
            return read;
        } catch (JsonMismatchException e) {
            throw new NodeFailure(wrong(index, "a " + type.getSimpleName(), value) + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Iterator<JsonNode> iterator() {
        return values.iterator();
    }

    /** Returns the arguments as one line of JSON. */
    @Override
    public String toString() {
        return Json.write(Json.tree(values));
    }

    private JsonNode expect(int index, String expected, Predicate<JsonNode> test) {
        JsonNode value = get(index);
        if (!test.test(value)) {
            throw new NodeFailure(wrong(index, expected, value));
        }
        return value;
    }

    private String wrong(int index, String expected, JsonNode value) {
        String text = Json.write(value);
        return name + " " + index + " must be " + expected + ", but was " + MessageText.shortened(text, SHOWN);
    }
}
