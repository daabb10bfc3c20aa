package pipeline.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Compares what a document shows with what was printed: line by line, in any order, because jobs run at the same time. A
 * time stands for any time, {@code ...} for any text, a line of {@code ...} for any lines. Log lines of Pipeline's own
 * parts ({@code pipeline.…}) need not be shown.
 */
final class ShownOutput {

    private static final String ANYTHING = "...";
    private static final Pattern VARIABLE = Pattern.compile("\\.\\.\\.|\\d{4}-\\d\\d-\\d\\d([ T])\\d\\d:\\d\\d:\\d\\d");
    private static final Pattern OF_PIPELINES_PARTS =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d [A-Z]+ +pipeline\\..*");

    private ShownOutput() {}

    /** Returns the differences, a line for each; nothing if the output is as it is shown. */
    static List<String> differences(String shown, String printed) {
        List<String> left = printed.lines().collect(Collectors.toCollection(ArrayList::new));
        List<String> differences = new ArrayList<>();
        List<String> expected = shown.lines().toList();
        for (String line : expected) {
            if (!line.equals(ANYTHING) && !removeFirst(left, pattern(line))) {
                differences.add("shown, but not printed: " + line);
            }
        }
        if (!expected.contains(ANYTHING)) {
            left.stream()
                    .filter(line -> !OF_PIPELINES_PARTS.matcher(line).matches())
                    .forEach(line -> differences.add("printed, but not shown: " + line));
        }
        return differences;
    }

    private static boolean removeFirst(List<String> lines, Pattern pattern) {
        for (int i = 0; i < lines.size(); i++) {
            if (pattern.matcher(lines.get(i)).matches()) {
                lines.remove(i);
                return true;
            }
        }
        return false;
    }

    private static Pattern pattern(String line) {
        StringBuilder regex = new StringBuilder();
        int end = 0;
        for (var variable = VARIABLE.matcher(line); variable.find(); end = variable.end()) {
            regex.append(Pattern.quote(line.substring(end, variable.start())));
            regex.append(
                    variable.group(1) == null
                            ? ".*"
                            : "\\d{4}-\\d\\d-\\d\\d" + variable.group(1) + "\\d\\d:\\d\\d:\\d\\d");
        }
        return Pattern.compile(regex + Pattern.quote(line.substring(end)));
    }
}
