package pipeline.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import pipeline.text.DisplayWidth;

/**
 * Which columns of a table are shown, and how wide. What does not fit into the width makes room in this order: columns without any
 * value, columns of nothing but zeros, the middle of long cells, whole columns from the left. The first column and those that
 * answer the question come last.
 */
final class TableLayout {

    static final int GAP = 2;

    /** What people look for: how something stands, and why. */
    private static final Set<String> ANSWERS = Set.of(
            "host",
            "status",
            "state",
            "error_message",
            "last_error",
            "reason",
            "percent",
            "failed",
            "done",
            "duration",
            "slowest",
            "label",
            "file",
            "message");

    /** What goes first of them. */
    private static final Set<String> LESS = Set.of("duration", "slowest");

    /** Cells are not cut to less. */
    private static final int NARROWEST = 8;

    private static final int NARROWEST_ANSWER = 20;

    private final List<Integer> columns;
    private final int[] widths;

    private TableLayout(List<Integer> columns, int[] widths) {
        this.columns = columns;
        this.widths = widths;
    }

    /** Returns the numbers of the columns that are shown. */
    List<Integer> columns() {
        return columns;
    }

    /** Returns how wide a column is. */
    int width(int column) {
        return widths[column];
    }

    /**
     * Returns the layout of rows.
     *
     * @param width of the screen; empty for one that takes everything
     */
    static TableLayout of(List<String> names, List<List<String>> rows, boolean[] numbers, OptionalInt width) {
        int[] widths = new int[names.size()];
        for (int column = 0; column < widths.length; column++) {
            int at = column;
            widths[column] = Math.max(
                    DisplayWidth.of(names.get(column)),
                    rows.stream()
                            .mapToInt(row -> DisplayWidth.of(row.get(at)))
                            .max()
                            .orElse(0));
        }
        List<Integer> shown =
                new ArrayList<>(IntStream.range(0, widths.length).boxed().toList());
        if (width.isPresent()) {
            int room = width.getAsInt();
            for (String nothing : List.of("", "0")) {
                for (int column = 1; column < widths.length && total(shown, widths) > room; column++) {
                    boolean isAnswer = nothing.equals("0") && ANSWERS.contains(names.get(column));
                    if (!isAnswer && isEvery(rows, column, nothing)) {
                        shown.remove((Integer) column);
                    }
                }
            }
            narrow(names, numbers, shown, widths, room);
        }
        return new TableLayout(List.copyOf(shown), widths);
    }

    private static boolean isEvery(List<List<String>> rows, int column, String text) {
        return rows.stream().allMatch(row -> row.get(column).equals(text));
    }

    private static void narrow(List<String> names, boolean[] numbers, List<Integer> shown, int[] widths, int room) {
        int[] natural = widths.clone();
        List<Integer> others = shown.stream()
                .filter(column -> column > 0 && !ANSWERS.contains(names.get(column)))
                .toList();
        cut(others, numbers, shown, widths, room, NARROWEST);
        List<Integer> answers = shown.stream()
                .filter(column -> column > 0 && ANSWERS.contains(names.get(column)))
                .toList();
        cut(answers, numbers, shown, widths, room, NARROWEST_ANSWER);
        for (int column : others) {
            if (total(shown, widths) <= room) {
                break;
            }
            shown.remove((Integer) column);
        }
        for (int column : answers) {
            if (total(shown, widths) > room && LESS.contains(names.get(column))) {
                shown.remove((Integer) column);
            }
        }
        cut(answers, numbers, shown, widths, room, NARROWEST);
        // columns that had to be cut for one that is gone now
        for (int column : answers) {
            int free = Math.max(0, room - total(shown, widths));
            widths[column] = Math.min(natural[column], widths[column] + free);
        }
    }

    /** Takes columns away from the widest ones, until all fit or they are as narrow as may be. */
    private static void cut(
            List<Integer> columns, boolean[] numbers, List<Integer> shown, int[] widths, int room, int narrowest) {
        List<Integer> texts =
                columns.stream().filter(column -> !numbers[column]).toList();
        for (int over = total(shown, widths) - room; over > 0; over--) {
            int widest = texts.stream()
                    .filter(shown::contains)
                    .reduce((one, other) -> widths[other] >= widths[one] ? other : one)
                    .orElse(-1);
            if (widest < 0 || widths[widest] <= narrowest) {
                return;
            }
            widths[widest]--;
        }
    }

    private static int total(List<Integer> shown, int[] widths) {
        return shown.stream().mapToInt(column -> widths[column]).sum() + GAP * Math.max(0, shown.size() - 1);
    }
}
