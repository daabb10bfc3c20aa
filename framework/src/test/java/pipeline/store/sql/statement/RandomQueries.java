package pipeline.store.sql.statement;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import pipeline.job.FailureKind;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.support.StoredText;
import pipeline.text.Json;
import tools.jackson.databind.JsonNode;

/** Records and queries about them, as hostile as chance makes them; few different values, so that queries find something. */
final class RandomQueries {

    private static final List<String> PIECES = List.of(
            "a",
            "A",
            "b",
            "z",
            "Z",
            " ",
            "\n",
            "\t",
            "\u00e9",
            "e\u0301",
            "\u00df",
            "\u0130",
            "\uD83D\uDE00",
            "\uFFFD",
            "\uE000",
            "*",
            "?",
            "[",
            "]",
            "^",
            "-",
            "!",
            "\\",
            "%",
            "_",
            "'",
            "\"",
            ":x",
            "::",
            "--",
            "<a>",
            ";",
            "$1",
            "{",
            "(",
            "|",
            ".",
            "0",
            "\0",
            "\uD83D",
            "\u0001",
            "");

    private static final List<String> SETS = List.of(
            "[ab]",
            "[a-c]",
            "[!a]",
            "[*]",
            "[]]",
            "[!]]",
            "[]-a]",
            "[^]",
            "[^a]",
            "[a^]",
            "[!^]",
            "[a-]",
            "[--a]",
            "[z-a]",
            "[!z-a]",
            "[\\]",
            "[\\-^]",
            "[Z-]]",
            "[[]",
            "[\u00e9-\uD83D\uDE00]",
            "[!-a]",
            "[^-z]",
            "[ -~]",
            "[:alpha:]",
            "[");

    private static final List<String> COMPARISONS =
            List.of("$eq", "$ne", "$gt", "$gte", "$ge", "$lt", "$lte", "$le", "$in", "$nin", "$exists", "$not");

    /** No number of 64 bits with a fraction is the same, nor are its neighbours. */
    private static final long ODD = (1L << 60) + 1;

    private final Random random;
    private final Map<String, Supplier<Object>> texts = new LinkedHashMap<>();
    private final Map<String, Supplier<Object>> ordered = new LinkedHashMap<>();
    private final Map<String, Supplier<Object>> values = new LinkedHashMap<>();
    private final Map<String, Supplier<Object>> parts = new LinkedHashMap<>();

    RandomQueries(Random random) {
        this.random = random;
        for (String name :
                List.of("label", "host", "engine_uuid", "program", "error_message", "error_stack", "reason")) {
            texts.put(name, this::text);
        }
        texts.put("status", () -> one(JobStatus.values()).word());
        texts.put("failure_kind", () -> RowMappers.word(one(FailureKind.values())));
        texts.put("queue", () -> one("mux", "task"));
        texts.put("client_uuid", () -> one("c0", "c1", "C1", "c2"));
        ordered.put("job_id", () -> random.nextInt(300));
        ordered.put("priority", () -> random.nextInt(4));
        ordered.put("exit_code", () -> random.nextInt(4) - 1);
        ordered.put("pid", () -> one(0L, 1L, Long.MAX_VALUE, Long.MIN_VALUE));
        ordered.put("duration", () -> one(0.0, -0.0, 0.1, 1.0 / 3, 1e-300, 1e300, -2.5, 1.0, 123456789.123));
        ordered.put("completed", this::time);
        ordered.put("created_time", this::time);
        values.put(
                "key",
                () -> Map.of("file", random.nextInt(3), one("a", "\u00e9"), one(1.0, true, "x", List.of(1, "b"))));
        parts.put("key.file", () -> random.nextInt(3));
        parts.put("key.a", () -> one(1.0, true, "x", List.of(1, "b")));
        parts.put("key.\u00e9", () -> one(0.5, 1, "x", "X", "", "\u00e9"));
        parts.put("result.a", () -> one(1, List.of(2), "a"));
        parts.put("result.b", () -> one(1, -1, 2, "1"));
        parts.put("result.c.d", () -> one(1e-7, ODD - 1, ODD, ODD + 1, "it's \"so\"\n", Map.of("e", 1)));
        values.put(
                "result",
                () -> one(
                        1,
                        1.5,
                        "",
                        "a",
                        true,
                        List.of(),
                        Map.of(),
                        Map.of("b", 1, "a", List.of(2.0)),
                        Map.of("raw", "x\0\\u0000\0", "b", 2),
                        Map.of("c", Map.of("d", one(1e-7, ODD - 1, ODD, ODD + 1, "it's \"so\"\n"), "a", "n"))));
    }

    @SafeVarargs
    private <T> T one(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(4); length > 0; length--) {
            text.append(one(PIECES));
        }
        return text.toString();
    }

    private String time() {
        return Instant.ofEpochMilli(1_793_000_000_000L + random.nextInt(5) - 2)
                .toString()
                .replaceFirst(":(\\d\\d)Z$", ":$1.000Z");
    }

    /** Returns a value for each field that a row stores by itself; the table keeps texts clean. */
    Map<String, JsonNode> record() {
        Map<String, JsonNode> record = new LinkedHashMap<>();
        List<String> nullable = List.of(
                "label", "error_stack", "failure_kind", "exit_code", "duration", "completed", "result", "client_uuid");
        for (Map<String, Supplier<Object>> fields : List.of(texts, ordered, values)) {
            fields.forEach((name, value) -> {
                boolean isNull = nullable.contains(name) && random.nextInt(3) == 0;
                Object given = isNull ? null : value.get();
                record.put(name, Json.tree(given instanceof String text ? StoredText.clean(text) : given));
            });
        }
        record.put("engine_uuid", record.get("host"));
        record.put("queue", Json.tree("mux"));
        return record;
    }

    JsonNode query(int depth) {
        Map<String, Object> query = new LinkedHashMap<>();
        for (int keys = random.nextInt(3); keys >= 0; keys--) {
            if (depth > 0 && random.nextInt(3) == 0) {
                query.put(one("$and", "$or"), queries(depth - 1));
            } else if (depth > 0 && random.nextInt(4) == 0) {
                query.put("$not", query(depth - 1));
            } else {
                key(query);
            }
        }
        return Json.tree(query);
    }

    private List<Object> queries(int depth) {
        List<Object> queries = new ArrayList<>();
        for (int count = random.nextInt(4); count > 0; count--) {
            queries.add(query(depth));
        }
        return queries;
    }

    private void key(Map<String, Object> query) {
        Map<String, Supplier<Object>> fields = one(texts, texts, ordered, values, texts, texts, ordered, values, parts);
        String name = one(List.copyOf(fields.keySet()));
        Supplier<Object> value = fields.get(name);
        Object exact = random.nextInt(4) == 0 ? Json.tree(null) : value.get();
        query.put(name, random.nextInt(4) == 0 ? exact : operators(fields, value, 2));
    }

    private Map<String, Object> operators(Map<String, Supplier<Object>> fields, Supplier<Object> value, int depth) {
        Map<String, Object> operators = new LinkedHashMap<>();
        for (int count = random.nextInt(2); count >= 0; count--) {
            String operator = one(COMPARISONS);
            boolean isOrder = operator.startsWith("$g") || operator.startsWith("$l");
            if (fields != ordered && random.nextInt(3) == 0) {
                operators.put("$glob", pattern(value));
            } else if (operator.equals("$exists")) {
                operators.put(operator, random.nextBoolean());
            } else if (operator.equals("$not")) {
                operators.put(operator, depth > 0 ? operators(fields, value, depth - 1) : Map.of("$exists", true));
            } else if (operator.endsWith("in")) {
                operators.put(operator, list(value));
            } else if (isOrder && fields == parts) {
                operators.put(operator, one(0, 1, 1.5, -2, ODD, "", "a", "x", "it's \"so\""));
            } else if (!isOrder || fields != values) {
                operators.put(operator, !isOrder && random.nextInt(4) == 0 ? Json.tree(null) : value.get());
            }
        }
        return operators.isEmpty() ? Map.of("$ne", value.get()) : operators;
    }

    private List<Object> list(Supplier<Object> value) {
        List<Object> list = new ArrayList<>();
        for (int count = random.nextInt(4); count > 0; count--) {
            list.add(random.nextInt(5) == 0 ? Json.tree(null) : value.get());
        }
        return list;
    }

    private String pattern(Supplier<Object> value) {
        StringBuilder pattern = new StringBuilder();
        for (int length = random.nextInt(4); length >= 0; length--) {
            Object given = value.get();
            pattern.append(one("*", "?", one(SETS), one(PIECES), given instanceof String text ? text : "1"));
        }
        return pattern.toString();
    }
}
