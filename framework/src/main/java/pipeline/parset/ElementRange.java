package pipeline.parset;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Elements of LOFAR's lists that stand for several: {@code lce019..27} for nine names, {@code sub1..8.clusterdesc} for eight,
 * {@code 3*x} for three times x. Numbers are padded to the width of the first; a range may go down.
 */
final class ElementRange {

    private static final int MOST = 1_000_000;

    private static final Pattern TIMES = Pattern.compile("([0-9]{1,7})\\*(.*)", Pattern.DOTALL);

    /** Before, first number, what may stand again before the last number, last number, behind. */
    private static final Pattern RANGE =
            Pattern.compile("(.*?)([0-9]{1,9})\\.\\.([^0-9]*)([0-9]{1,9})(.*)", Pattern.DOTALL);

    private ElementRange() {}

    /**
     * Returns what an element stands for; itself if it is no range.
     *
     * @throws IllegalArgumentException if it stands for more than a million
     */
    static List<String> expanded(String element) {
        String text = element.strip();
        Matcher times = TIMES.matcher(text);
        List<String> result = new ArrayList<>();
        if (times.matches()) {
            List<String> one = expanded(times.group(2));
            int count = Integer.parseInt(times.group(1));
            refuse((long) count * one.size(), text);
            for (int i = 0; i < count; i++) {
                result.addAll(one);
            }
            return result;
        }
        boolean isBraced = text.startsWith("{") && text.endsWith("}");
        String inner = isBraced ? text.substring(1, text.length() - 1) : text;
        Matcher range = RANGE.matcher(inner);
        boolean isRange =
                range.matches() && (range.group(3).isEmpty() || range.group(1).endsWith(range.group(3)));
        if (!isRange) {
            result.add(text);
            return result;
        }
        int first = Integer.parseInt(range.group(2));
        int last = Integer.parseInt(range.group(4));
        refuse(Math.abs((long) last - first) + 1, text);
        String format =
                range.group(2).length() == 1 ? "%d" : "%0" + range.group(2).length() + "d";
        for (int i = first; ; i += first <= last ? 1 : -1) {
            result.add(range.group(1) + format.formatted(i) + range.group(5));
            if (i == last) {
                return result;
            }
        }
    }

    private static void refuse(long count, String text) {
        if (count > MOST) {
            throw new IllegalArgumentException(text + " stands for more than " + MOST + " values, expected fewer");
        }
    }
}
