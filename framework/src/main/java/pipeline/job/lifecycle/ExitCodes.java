package pipeline.job.lifecycle;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import pipeline.text.ShellQuoting;

/** A set of exit codes. Immutable. */
public record ExitCodes(Set<Integer> codes) {

    /** No code at all. */
    public static final ExitCodes NONE = new ExitCodes(Set.of());

    private static final int HIGHEST = 255;
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,3})(?:-([0-9]{1,3}))?");

    public ExitCodes {
        codes = Set.copyOf(codes);
    }

    /**
     * Reads codes and ranges of them with commas in between, such as {@code 64-78,100}.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static ExitCodes parse(String text) {
        Set<Integer> codes = new TreeSet<>();
        for (String item : text.split(",", -1)) {
            Matcher range = RANGE.matcher(item.strip());
            int first = range.matches() ? Integer.parseInt(range.group(1)) : 0;
            int last = first > 0 && range.group(2) != null ? Integer.parseInt(range.group(2)) : first;
            if (first < 1 || last > HIGHEST || last < first) {
                throw new IllegalArgumentException(
                        "must be exit codes from 1 to %d and ranges of them, such as 64-78,100, but was %s"
                                .formatted(HIGHEST, ShellQuoting.quote(text)));
            }
            for (int code = first; code <= last; code++) {
                codes.add(code);
            }
        }
        return new ExitCodes(codes);
    }

    public boolean contains(int code) {
        return codes.contains(code);
    }
}
