package pipeline.cli.export;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.stream.Collectors;
import pipeline.text.VisibleText;

/** Lines whose values stand between tabs, for programs that know no quotes: a value never has a tab, a line end or a control character. */
final class TabbedText {

    private final PrintStream out;

    TabbedText(PrintStream out) {
        this.out = out;
    }

    void line(Object... values) {
        out.print(Arrays.stream(values)
                        .map(value -> VisibleText.line(String.valueOf(value)))
                        .collect(Collectors.joining("\t"))
                + "\n");
    }
}
