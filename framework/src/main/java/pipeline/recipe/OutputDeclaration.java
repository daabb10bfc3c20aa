package pipeline.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import pipeline.recipe.spi.RecipeOutput;

/**
 * The first half of declaring an output: it has a name and a help text, and wants a type.
 *
 * <pre>{@code
 * Output<Long> lines = output("lines", "how many lines there are").integer();
 * Output<ResultTable> sizes = output("sizes", "a row for each file").table().optional();
 * Output<Duration> longest = output("longest", "the time of the slowest job").as(Duration.class, "duration");
 * }</pre>
 */
public final class OutputDeclaration {

    private final String name;
    private final String help;
    private final OutputSet outputs;

    OutputDeclaration(String name, String help, OutputSet outputs) {
        this.name = name;
        this.help = help;
        this.outputs = outputs;
    }

    /** Declares a text. */
    public Output<String> text() {
        return typed("text", text -> text);
    }

    /** Declares a whole number. */
    public Output<Long> integer() {
        return typed("whole number", number -> number);
    }

    /** Declares a number with a fraction. */
    public Output<Double> decimal() {
        return typed("number", number -> number);
    }

    /** Declares what is true or false. */
    public Output<Boolean> flag() {
        return typed("true or false", value -> value);
    }

    /** Declares a file or directory of the master. */
    public Output<Path> path() {
        return typed("file", file -> file);
    }

    /** Declares a list of anything that is shown as text; later changes of the list do not count. */
    public Output<List<?>> list() {
        return typed("list", list -> Collections.unmodifiableList(new ArrayList<>(list)));
    }

    /** Declares a map from texts to anything that is shown as text; later changes of the map do not count. */
    public Output<Map<String, ?>> dict() {
        return typed("dict", map -> Collections.unmodifiableMap(new LinkedHashMap<>(map)));
    }

    /** Declares a table. */
    public Output<ResultTable> table() {
        return typed("table", table -> table);
    }

    /**
     * Declares a value of a type of your own: shown by its {@code toString()}, and written as the JSON of a record or of what
     * has getters.
     *
     * @param type of the values, which must not change after they are set
     * @param typeName what people call such a value, such as {@code beam}
     */
    public <T> Output<T> as(Class<T> type, String typeName) {
        return typed(typeName, type::cast);
    }

    private <T> Output<T> typed(String type, UnaryOperator<T> copy) {
        return outputs.add(new RecipeOutput(name, help, type, false), copy);
    }
}
