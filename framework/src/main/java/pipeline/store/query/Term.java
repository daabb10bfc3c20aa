package pipeline.store.query;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import pipeline.literal.LiteralReader;
import pipeline.text.MessageText;
import pipeline.text.VisibleText;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A value as it stands in the text of a query, which remembers where: in chars from 0. */
sealed interface Term {

    int at();

    /** Names what it is, for messages. */
    String kind();

    /**
     * Returns it as JSON.
     *
     * @throws QuerySyntaxException if it holds a number that JSON's users cannot hold
     */
    JsonNode toJson() throws QuerySyntaxException;

    /** Names with values, each name once. */
    record Dict(int at, List<Entry> entries) implements Term {

        /** A name with its value. */
        record Entry(int at, String name, Term value) {
            boolean isOperator() {
                return name.startsWith("$");
            }
        }

        @Override
        public String kind() {
            return "a dictionary";
        }

        @Override
        public JsonNode toJson() throws QuerySyntaxException {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            for (Entry entry : entries) {
                object.set(entry.name(), entry.value().toJson());
            }
            return object;
        }
    }

    /** Values in their order. */
    record Sequence(int at, List<Term> items) implements Term {
        @Override
        public String kind() {
            return "a list";
        }

        @Override
        public JsonNode toJson() throws QuerySyntaxException {
            ArrayNode array = JsonNodeFactory.instance.arrayNode(items.size());
            for (Term item : items) {
                array.add(item.toJson());
            }
            return array;
        }
    }

    /** A text without its quotes. */
    record Text(int at, String text) implements Term {
        @Override
        public String kind() {
            return "the text \"" + shown(text) + "\"";
        }

        /** Shows a text in a message: on one line, and not without end. */
        static String shown(String text) {
            return VisibleText.line(MessageText.shortened(text));
        }

        @Override
        public JsonNode toJson() {
            return JsonNodeFactory.instance.stringNode(text);
        }
    }

    /** A number. */
    record Numeral(int at, BigDecimal value) implements Term {
        @Override
        public String kind() {
            return "the number " + value;
        }

        @Override
        public JsonNode toJson() throws QuerySyntaxException {
            if (value.scale() <= 0 && value.precision() - (long) value.scale() <= LiteralReader.LONGEST_NUMBER) {
                BigInteger whole = value.toBigIntegerExact();
                return JsonNodeFactory.instance.numberNode(whole);
            }
            if (!Double.isFinite(value.doubleValue())) {
                throw new QuerySyntaxException(at, kind() + " is too large");
            }
            return JsonNodeFactory.instance.numberNode(value);
        }
    }

    /** True or false. */
    record Flag(int at, boolean isTrue) implements Term {
        @Override
        public String kind() {
            return String.valueOf(isTrue);
        }

        @Override
        public JsonNode toJson() {
            return JsonNodeFactory.instance.booleanNode(isTrue);
        }
    }

    /** Null. */
    record Nothing(int at) implements Term {
        @Override
        public String kind() {
            return "null";
        }

        @Override
        public JsonNode toJson() {
            return JsonNodeFactory.instance.nullNode();
        }
    }
}
