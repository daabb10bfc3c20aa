package pipeline.hostset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Folds names into brackets. A name is cut into text and numbers; names that differ in one number only become one name
 * with that number in brackets. This is done once for each number, from the last to the first, so that names with
 * brackets fold again: {@code clu1-1 clu1-2 clu2-1 clu2-2} is {@code clu[1-2]-[1-2]}.
 */
final class Folding {

    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    /** Numbers before the last eight of a name are taken as text: names have one or two, only a hostile one has more. */
    private static final int MAX_DIMENSIONS = 8;

    /** By length, then digit by digit: the order of the values, and numbers with equal leading zeros stay together. */
    private static final Comparator<String> NUMERIC =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    private Folding() {}

    static String fold(Collection<String> names) {
        // text at even places, numbers at odd places
        List<String[]> terms = new ArrayList<>();
        for (String name : names) {
            terms.add(parts(name));
        }
        terms.sort(Folding::compare);
        for (int fromEnd = 2; fromEnd <= 2 * MAX_DIMENSIONS; fromEnd += 2) {
            terms = foldNumber(terms, fromEnd);
        }
        StringBuilder folded = new StringBuilder();
        for (String[] term : terms) {
            folded.append(folded.isEmpty() ? "" : ",").append(String.join("", term));
        }
        return folded.toString();
    }

    private static String[] parts(String name) {
        List<String> parts = new ArrayList<>();
        Matcher numbers = NUMBER.matcher(name);
        int textStart = 0;
        while (numbers.find()) {
            if (numbers.end() - numbers.start() <= NumberRange.MAX_DIGITS) {
                parts.add(name.substring(textStart, numbers.start()));
                parts.add(numbers.group());
                textStart = numbers.end();
            }
        }
        parts.add(name.substring(textStart));
        return parts.toArray(String[]::new);
    }

    private static int compare(String[] left, String[] right) {
        for (int at = 0; at < Math.min(left.length, right.length); at++) {
            int order = (at % 2 == 0 ? Comparator.<String>naturalOrder() : NUMERIC).compare(left[at], right[at]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.length, right.length);
    }

    private static List<String[]> foldNumber(List<String[]> terms, int fromEnd) {
        Map<String, List<String[]>> alike = new LinkedHashMap<>();
        for (String[] term : terms) {
            alike.computeIfAbsent(withoutNumber(term, fromEnd), key -> new ArrayList<>())
                    .add(term);
        }
        List<String[]> folded = new ArrayList<>();
        for (List<String[]> group : alike.values()) {
            String[] term = group.get(0);
            if (group.size() > 1) {
                int place = term.length - fromEnd;
                List<String> numbers = new ArrayList<>();
                group.forEach(one -> numbers.add(one[place]));
                term[place] = "[" + ranges(numbers) + "]";
            }
            folded.add(term);
        }
        return folded;
    }

    /** Gives a key that is the same for terms that differ in this one number only; no name holds a NUL. */
    private static String withoutNumber(String[] term, int fromEnd) {
        String[] others = Arrays.copyOf(term, term.length);
        if (fromEnd < term.length) {
            others[term.length - fromEnd] = "";
        }
        return String.join("\0", others);
    }

    private static String ranges(List<String> numbers) {
        numbers.sort(NUMERIC);
        StringBuilder ranges = new StringBuilder();
        int start = 0;
        while (start < numbers.size()) {
            String first = numbers.get(start);
            int width = NumberRange.widthOf(first);
            int end = start;
            while (end + 1 < numbers.size()
                    && numbers.get(end + 1).equals(NumberRange.successor(numbers.get(end), width))) {
                end++;
            }
            ranges.append(start == 0 ? "" : ",").append(first);
            if (end > start) {
                ranges.append('-').append(numbers.get(end));
            }
            start = end + 1;
        }
        return ranges.toString();
    }
}
