package pipeline.parset;

import java.util.List;
import java.util.Map;

/**
 * The right side of an assignment, with the place where it begins.
 *
 * <pre>{@code
 * ParsetValue value = new ParsetReader(SourceText.of("an example", "bands = [ 1, 2 ]")).next().orElseThrow().value();
 * if (value instanceof ParsetValue.ListValue list) {
 *     logger().info("{} bands", list.items().size());
 * }
 * }</pre>
 */
public sealed interface ParsetValue {

    /** Returns the place in the source's text. */
    int offset();

    /**
     * A single value.
     *
     * @param text without its quotes; blanks around an unquoted text are dropped, blanks inside are kept
     * @param quoted whether it stood in quotes, which means that nothing in it is to be expanded
     */
    record Text(String text, boolean quoted, int offset) implements ParsetValue {}

    /** A list: {@code [a, b]}. */
    record ListValue(List<ParsetValue> items, int offset) implements ParsetValue {
        public ListValue {
            items = List.copyOf(items);
        }
    }

    /** A record in the order in which it was written: {@code {k: v}}. */
    record Fields(Map<String, ParsetValue> fields, int offset) implements ParsetValue {}
}
