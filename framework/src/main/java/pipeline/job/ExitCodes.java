package pipeline.job;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import pipeline.text.ShellQuoting;

/**
 * A set of exit codes. Immutable.
 *
 * <pre>{@code
 * ComputeJob job = ComputeJob.command("node1", "flag", "/data/a").skipExit(ExitCodes.parse("42,64-78"));
 * }</pre>
 */
public record ExitCodes(Set<Integer> codes) {

    /** No code at all. */
    public static final ExitCodes NONE = new ExitCodes(Set.of());

    /** What a text of exit codes must be. */
    public static final String WANTED = "exit codes from 1 to 255 and ranges of them, such as 64-78,100";

    private static final int HIGHEST = 255;
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,3})(?:-([0-9]{1,3}))?");

    public ExitCodes {
        codes = Set.copyOf(codes);
        codes.forEach(code -> {
            if (code < 1 || code > HIGHEST) {
                throw new IllegalArgumentException(
                        "an exit code must be from 1 to %d, but was %d".formatted(HIGHEST, code));
            }
        });
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
                        "must be %s, but was %s".formatted(WANTED, ShellQuoting.quote(text)));
            }
            for (int code = first; code <= last; code++) {
                codes.add(code);
            }
        }
        return new ExitCodes(codes);
    }

    /** Returns the codes with blanks around each, for a shell to look one up. */
    public String words() {
        return codes.stream().sorted().map(String::valueOf).collect(Collectors.joining(" ", " ", " "));
    }

    /** Returns whether a code is one of these. */
    public boolean contains(int code) {
        return codes.contains(code);
    }
}
