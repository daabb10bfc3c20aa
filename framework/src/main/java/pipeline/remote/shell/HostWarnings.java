package pipeline.remote.shell;

import java.util.List;
import pipeline.text.MessageText;
import pipeline.text.VisibleText;

/** Warnings of a slot's shell about a host on which jobs may not outlive their connection ({@code host-warnings.sh}). */
final class HostWarnings {

    private static final int MOST_LINES = 5;
    private static final int LONGEST_LINE = 500;

    private HostWarnings() {}

    /** Returns what a host says of itself, in lines; it is not trusted to be short. */
    static List<String> lines(String said) {
        return said.lines()
                .limit(MOST_LINES)
                .map(line -> VisibleText.line(MessageText.shortened(line, LONGEST_LINE)))
                .toList();
    }
}
