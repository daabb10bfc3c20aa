package pipeline.cli.summary;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import pipeline.cli.console.LiveScreen;
import pipeline.text.DisplayWidth;

/**
 * The end of a run where people look. On a terminal all of it fits into one screen, with its results; elsewhere it is printed whole, and
 * only if something is left to do.
 *
 * @param rows how many lines of the screen are free; empty if there is no screen
 * @param columns how wide they are
 */
public record EndScreen(OptionalInt rows, OptionalInt columns) {

    /** The line of the shell, and the command that was typed. */
    private static final int OTHERS = 2;

    private static final int FEWEST = 6;

    /**
     * Returns the one of a terminal.
     *
     * @param taken how many lines of it show the results
     */
    public static EndScreen of(Optional<LiveScreen> screen, int taken) {
        return screen.map(LiveScreen::size)
                .map(size -> new EndScreen(
                        OptionalInt.of(Math.max(FEWEST, size.rows() - OTHERS - taken)), OptionalInt.of(size.columns())))
                .orElse(new EndScreen(OptionalInt.empty(), OptionalInt.empty()));
    }

    /** Prints it; commands and files are never cut, so that they can be copied. */
    public void print(EndedRun run, Optional<Path> logFile, boolean isLeft, PrintStream err) {
        if (rows.isEmpty() && !isLeft && run.tally().unsuccessful().isEmpty()) {
            return;
        }
        List<String> next = new ArrayList<>();
        if (isLeft) {
            logFile.ifPresent(file -> next.add("log: " + file));
            run.ending().notes().again().forEach(command -> next.add("again: " + command));
        }
        List<String> lines = rows.isEmpty()
                ? SummaryText.whole(run)
                : SummaryText.fitting(run, Math.max(FEWEST, rows.getAsInt() - height(next)), columns);
        for (String line : lines) {
            boolean isLong = columns.isPresent() && DisplayWidth.of(line) > columns.getAsInt();
            err.print((isLong ? DisplayWidth.shortened(line, columns.getAsInt()) : line) + "\n");
        }
        next.forEach(line -> err.print(line + "\n"));
        err.flush();
    }

    private int height(List<String> lines) {
        int width = columns.orElse(Integer.MAX_VALUE);
        return lines.stream()
                .mapToInt(line -> 1 + DisplayWidth.of(line) / width)
                .sum();
    }
}
