package pipeline.store.sql.statement;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import pipeline.job.JobKey;
import pipeline.store.support.StoredText;
import pipeline.text.Json;
import tools.jackson.databind.JsonNode;

/**
 * Decides in plain Java what the parser and the databases decide together: whether a record fits a query in MongoDB's style. Times
 * are texts in ISO 8601 with milliseconds, in records and in queries.
 */
final class NaiveEvaluator {

    private NaiveEvaluator() {}

    static boolean fits(JsonNode query, Map<String, JsonNode> record) {
        return query.properties().stream().allMatch(entry -> fits(entry.getKey(), entry.getValue(), record));
    }

    private static boolean fits(String key, JsonNode meant, Map<String, JsonNode> record) {
        return switch (key) {
            case "$and" -> meant.valueStream().allMatch(part -> fits(part, record));
            case "$or" -> meant.valueStream().anyMatch(part -> fits(part, record));
            case "$not" -> !fits(meant, record);
            default -> fits(key, value(key, record), meant);
        };
    }

    private static JsonNode value(String key, Map<String, JsonNode> record) {
        String[] names = key.split("\\.", -1);
        JsonNode value = record.get(names[0]);
        for (int i = 1; i < names.length; i++) {
            value = value.path(names[i]);
        }
        return value.isMissingNode() ? Json.tree(null) : value;
    }

    private static boolean fits(String key, JsonNode value, JsonNode meant) {
        boolean hasOperators = meant.isObject()
                && meant.properties().stream().anyMatch(entry -> entry.getKey().startsWith("$"));
        return hasOperators
                ? meant.properties().stream().allMatch(entry -> fits(key, value, entry.getKey(), entry.getValue()))
                : equal(value, meant);
    }

    private static boolean fits(String key, JsonNode value, String operator, JsonNode argument) {
        return switch (operator) {
            case "$eq" -> equal(value, argument);
            case "$ne" -> !equal(value, argument);
            case "$in" -> argument.valueStream().anyMatch(one -> equal(value, one));
            case "$nin" -> argument.valueStream().noneMatch(one -> equal(value, one));
            case "$exists" -> value.isNull() != argument.booleanValue();
            case "$not" -> !fits(key, value, argument);
            case "$glob" ->
                !value.isNull()
                        && (value.isString() || !isPart(key))
                        && globs(codes(argument), 0, shown(key, value), 0);
            default -> !value.isNull() && isComparable(key, value, argument) && compares(value, operator, argument);
        };
    }

    private static boolean isPart(String key) {
        return key.indexOf('.') > 0;
    }

    private static boolean isComparable(String key, JsonNode value, JsonNode argument) {
        return !isPart(key) || (value.isNumber() && argument.isNumber()) || (value.isString() && argument.isString());
    }

    private static boolean compares(JsonNode value, String operator, JsonNode argument) {
        return switch (operator) {
            case "$gt", "$ge" -> compare(value, argument) > 0;
            case "$gte" -> compare(value, argument) >= 0;
            case "$lt", "$le" -> compare(value, argument) < 0;
            case "$lte" -> compare(value, argument) <= 0;
            default -> throw new IllegalArgumentException(operator);
        };
    }

    private static boolean equal(JsonNode value, JsonNode meant) {
        if (value.isString() && meant.isString()) {
            return value.stringValue().equals(StoredText.clean(meant.stringValue()));
        }
        return JobKey.canonical(value).equals(JobKey.canonical(meant));
    }

    private static int compare(JsonNode left, JsonNode right) {
        return left.isNumber()
                ? left.decimalValue().compareTo(right.decimalValue())
                : Arrays.compareUnsigned(bytes(left), bytes(right));
    }

    /** Bytes of UTF-8 have the order of code points, unlike the chars of Java. */
    private static byte[] bytes(JsonNode text) {
        return StoredText.clean(text.stringValue()).getBytes(StandardCharsets.UTF_8);
    }

    /** Patterns see JSON as the table writes it, and other texts as they are. */
    private static int[] shown(String key, JsonNode value) {
        boolean isJson = key.equals("key") || key.equals("result");
        return (isJson ? JobKey.canonical(value) : value.stringValue())
                .codePoints()
                .toArray();
    }

    private static int[] codes(JsonNode text) {
        return StoredText.clean(text.stringValue()).codePoints().toArray();
    }

    private static boolean globs(int[] pattern, int p, int[] text, int t) {
        if (p == pattern.length) {
            return t == text.length;
        }
        if (pattern[p] == '*') {
            return globs(pattern, p + 1, text, t) || (t < text.length && globs(pattern, p, text, t + 1));
        }
        if (t == text.length) {
            return false;
        }
        int close = pattern[p] == '[' ? close(pattern, p) : -1;
        if (close < 0) {
            return (pattern[p] == '?' || pattern[p] == text[t]) && globs(pattern, p + 1, text, t + 1);
        }
        boolean isNegated = pattern[p + 1] == '!';
        return isIn(pattern, isNegated ? p + 2 : p + 1, close, text[t]) != isNegated
                && globs(pattern, close + 1, text, t + 1);
    }

    private static int close(int[] pattern, int open) {
        int i = open + 1;
        if (i < pattern.length && pattern[i] == '!') {
            i++;
        }
        for (i++; i < pattern.length; i++) {
            if (pattern[i] == ']') {
                return i;
            }
        }
        return -1;
    }

    private static boolean isIn(int[] pattern, int begin, int close, int character) {
        boolean isIn = false;
        for (int i = begin; i < close; i++) {
            if (i + 2 < close && pattern[i + 1] == '-') {
                isIn |= pattern[i] <= character && character <= pattern[i + 2];
                i += 2;
            } else {
                isIn |= pattern[i] == character;
            }
        }
        return isIn;
    }
}
