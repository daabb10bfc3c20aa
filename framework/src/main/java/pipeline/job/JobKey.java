package pipeline.job;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import pipeline.text.Digests;
import pipeline.text.Json;
import pipeline.text.ShellQuoting;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What makes a job the same work next time, beside recipe, job name and step: a JSON object in canonical form, so that
 * equal keys are equal texts. Names are sorted, there are no blanks, and numbers of one value are written alike.
 *
 * <pre>{@code
 * JobKey key = JobKey.of(Map.of("field", "3C196", "subband", 12));
 * ComputeJob named = job.key(Map.of("field", "3C196", "subband", 12));
 * }</pre>
 */
public record JobKey(String json) {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /**
     * Takes a text that is in canonical form already, as it stands in the table.
     *
     * @see #of
     * @see #parse
     */
    public JobKey {
        Objects.requireNonNull(json, "json is null");
    }

    /**
     * Makes a key of names and values.
     *
     * @param values what JSON can hold; at least one
     * @throws IllegalArgumentException if it is empty or JSON cannot hold a value
     */
    public static JobKey of(Map<String, ?> values) {
        try {
            return of(Json.tree(values));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("a key must hold what JSON can hold: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Returns the keys of the jobs of one call, in their order: what the recipe gave, or else host, what runs and the number
     * among equals; all are different.
     *
     * @throws IllegalArgumentException if the recipe gave two jobs one key
     */
    public static List<JobKey> ofEach(List<ComputeJob> jobs) {
        return JobKeys.of(jobs);
    }

    /**
     * Reads a key as people type it: a JSON object.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static JobKey parse(String text) {
        try {
            return of(Json.read(text));
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "a key must be a JSON object such as {\"file\": \"a.fits\"}, but was " + ShellQuoting.quote(text)
                            + ": " + e.getOriginalMessage(),
                    e);
        }
    }

    private static JobKey of(JsonNode value) {
        if (!(value instanceof ObjectNode object) || object.isEmpty()) {
            throw new IllegalArgumentException(
                    "a key must be a JSON object such as {\"file\": \"a.fits\"}, but was " + Json.write(value));
        }
        return new JobKey(canonical(object));
    }

    /**
     * Writes any JSON value in the canonical form.
     *
     * @throws IllegalArgumentException if it holds a fraction that is larger than any number of 64 bits
     */
    public static String canonical(JsonNode value) {
        return Json.write(sorted(value));
    }

    /** Returns a value as it is read back after it was written in the canonical form; as it is where that cannot hold it. */
    public static JsonNode settled(JsonNode value) {
        try {
            return Json.read(canonical(value));
        } catch (IllegalArgumentException e) {
            return value;
        }
    }

    /** Returns the SHA-256 of the canonical form, 64 hexadecimal digits. */
    public String hash() {
        return hex("SHA-256", json);
    }

    /**
     * Returns the hash that DataJoint before 2.0 gives to these values: MD5 over the texts of the values in the order of their
     * names. Different keys may share it; it is good for finding what DataJoint's users know by it, and for nothing else.
     */
    public String legacyHash() {
        StringBuilder text = new StringBuilder();
        Json.read(json)
                .forEachEntry((name, value) -> text.append(value.isString() ? value.stringValue() : canonical(value)));
        return hex("MD5", text.toString());
    }

    private static String hex(String algorithm, String text) {
        byte[] digest = Digests.digest(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest);
    }

    private static JsonNode sorted(JsonNode value) {
        if (value instanceof ObjectNode object) {
            TreeMap<String, JsonNode> items = new TreeMap<>();
            object.forEachEntry((name, item) -> items.put(name, sorted(item)));
            ObjectNode sorted = NODES.objectNode();
            items.forEach(sorted::set);
            return sorted;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode sorted = NODES.arrayNode(array.size());
            array.forEach(item -> sorted.add(sorted(item)));
            return sorted;
        }
        return value.isNumber() ? plain(value) : value;
    }

    private static boolean isFinite(JsonNode fraction) {
        return Double.isFinite(
                fraction.isBigDecimal() ? fraction.decimalValue().doubleValue() : fraction.doubleValue());
    }

    private static JsonNode plain(JsonNode number) {
        if (number.isFloatingPointNumber() && !isFinite(number)) {
            throw new IllegalArgumentException("a key cannot hold the number " + number);
        }
        BigDecimal exact = number.decimalValue().stripTrailingZeros();
        return exact.scale() <= 0 ? NODES.numberNode(exact.toBigInteger()) : NODES.numberNode(exact);
    }
}
