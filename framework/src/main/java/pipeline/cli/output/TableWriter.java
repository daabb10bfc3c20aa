package pipeline.cli.output;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import pipeline.text.DisplayWidth;
import pipeline.text.VisibleText;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Prints aligned columns, numbers to the right. The layout is that of the first thousand records; where a later one needs more, its
 * cells are cut on a screen, and its line is wider elsewhere.
 */
final class TableWriter implements RecordWriter {

    private static final int BLOCK = 1000;

    private final PrintStream out;
    private final List<String> names;
    private final OptionalInt width;
    private final boolean[] numbers;
    private final List<List<String>> waiting = new ArrayList<>();
    private @Nullable TableLayout layout;

    TableWriter(PrintStream out, List<String> names, OptionalInt width) {
        this.out = out;
        this.names = List.copyOf(names);
        this.width = width;
        this.numbers = new boolean[names.size()];
    }

    @Override
    public void write(ObjectNode record) {
        List<String> cells = new ArrayList<>(names.size());
        for (int column = 0; column < names.size(); column++) {
            JsonNode value = record.get(names.get(column));
            cells.add(VisibleText.line(CellFormat.of(value)));
            numbers[column] |= value != null && value.isNumber();
        }
        waiting.add(cells);
        if (waiting.size() == BLOCK) {
            flush();
        }
    }

    @Override
    public void close() {
        flush();
        out.flush();
    }

    private void flush() {
        if (waiting.isEmpty()) {
            return;
        }
        TableLayout known = layout;
        if (known == null) {
            known = TableLayout.of(names, waiting, numbers, width);
            layout = known;
            line(known, names);
        }
        for (List<String> cells : waiting) {
            line(known, cells);
        }
        waiting.clear();
    }

    private void line(TableLayout how, List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int column : how.columns()) {
            int wide = how.width(column);
            String cell = cells.get(column);
            String shown = width.isPresent() ? DisplayWidth.shortened(cell, wide) : cell;
            String blanks = " ".repeat(Math.max(0, wide - DisplayWidth.of(shown)));
            line.append(line.isEmpty() ? "" : " ".repeat(TableLayout.GAP))
                    .append(numbers[column] ? blanks + shown : shown + blanks);
        }
        String text = line.toString().stripTrailing();
        out.print((width.isPresent() ? DisplayWidth.cut(text, width.getAsInt()) : text) + "\n");
    }
}
