package pipeline.hostset;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Folds names into brackets. A name is cut into text and numbers; names that differ in one number only become one name
 * with that number in brackets. This is done once for each number, from the last to the first, so that names with
 * brackets fold again: {@code clu1-1 clu1-2 clu2-1 clu2-2} is {@code clu[1-2]-[1-2]}.
 */
final class HostNameFolding {

    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    /** Numbers before the last eight of a name are taken as text: names have one or two, only a hostile one has more. */
    private static final int MAX_DIMENSIONS = 8;

    /** Stands between the parts of a term; no name holds one. */
    private static final char CUT = '\0';

    /** By length, then digit by digit: the order of the values, and numbers with equal leading zeros stay together. */
    private static final Comparator<String> NUMERIC =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    /** The order in which names are folded. */
    static final Comparator<String> NATURAL = (left, right) -> compare(term(left), term(right));

    private HostNameFolding() {}

    static String fold(Collection<String> names) {
        // a million names must fit into a small memory: a term is one text, and only what is looked at is cut out of it
        List<String> terms = new ArrayList<>(names.size());
        int mostNumbers = 0;
        for (String name : names) {
            String term = term(name);
            mostNumbers = Math.max(mostNumbers, numbers(term));
            terms.add(term);
        }
        terms.sort(HostNameFolding::compare);
        for (int fromEnd = 1; fromEnd <= Math.min(mostNumbers, MAX_DIMENSIONS); fromEnd++) {
            terms = foldNumber(terms, fromEnd);
        }
        StringBuilder folded = new StringBuilder();
        for (String term : terms) {
            folded.append(folded.isEmpty() ? "" : ",");
            term.chars().filter(c -> c != CUT).forEach(c -> folded.append((char) c));
        }
        return folded.toString();
    }

    /** Cuts a name before and after each number: text and numbers take turns, text first and last. */
    private static String term(String name) {
        StringBuilder term = new StringBuilder();
        Matcher numbers = NUMBER.matcher(name);
        int textStart = 0;
        while (numbers.find()) {
            if (numbers.end() - numbers.start() <= NumberRange.MAX_DIGITS) {
                term.append(name, textStart, numbers.start())
                        .append(CUT)
                        .append(numbers.group())
                        .append(CUT);
                textStart = numbers.end();
            }
        }
        return term.append(name, textStart, name.length()).toString();
    }

    private static int numbers(String term) {
        return (int) term.chars().filter(c -> c == CUT).count() / 2;
    }

    /** Compares text by its letters and numbers by their values; what ends sooner comes first. */
    private static int compare(String left, String right) {
        boolean isNumber = false;
        for (int at = 0; at < Math.min(left.length(), right.length()); at++) {
            if (left.charAt(at) != right.charAt(at)) {
                return Character.compare(left.charAt(at), right.charAt(at));
            }
            if (left.charAt(at) == CUT) {
                isNumber = !isNumber;
                if (isNumber) {
                    int order = Integer.compare(left.indexOf(CUT, at + 1), right.indexOf(CUT, at + 1));
                    if (order != 0) {
                        return order;
                    }
                }
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    /** Folds the terms that differ in one number only, counted from the end; the others stay. */
    private static List<String> foldNumber(List<String> terms, int fromEnd) {
        List<String> folded = new ArrayList<>();
        Map<String, Integer> places = new HashMap<>();
        Map<Integer, List<String>> groups = new HashMap<>();
        for (String term : terms) {
            int end = end(term, fromEnd);
            if (end < 0) {
                folded.add(term);
                continue;
            }
            int start = term.lastIndexOf(CUT, end - 1) + 1;
            String others = term.substring(0, start) + term.substring(end);
            Integer place = places.putIfAbsent(others, folded.size());
            if (place == null) {
                folded.add(term);
            } else {
                groups.computeIfAbsent(place, first -> {
                            List<String> numbers = new ArrayList<>();
                            numbers.add(number(folded.get(first), fromEnd));
                            return numbers;
                        })
                        .add(term.substring(start, end));
            }
        }
        groups.forEach((place, numbers) -> {
            String term = folded.get(place);
            int end = end(term, fromEnd);
            int start = term.lastIndexOf(CUT, end - 1) + 1;
            folded.set(place, term.substring(0, start) + "[" + ranges(numbers) + "]" + term.substring(end));
        });
        return folded;
    }

    private static String number(String term, int fromEnd) {
        int end = end(term, fromEnd);
        return term.substring(term.lastIndexOf(CUT, end - 1) + 1, end);
    }

    /** Returns the place behind a number, counted from the end; -1 if the term has fewer. */
    private static int end(String term, int fromEnd) {
        int end = term.length();
        for (int cuts = 1; cuts < 2 * fromEnd && end >= 0; cuts++) {
            end = term.lastIndexOf(CUT, end - 1);
        }
        return end;
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
