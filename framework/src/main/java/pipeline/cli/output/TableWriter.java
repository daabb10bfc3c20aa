package pipeline.cli.output;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import pipeline.text.DisplayWidth;
import pipeline.text.VisibleText;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Prints aligned columns, numbers to the right. Widths are those of the first thousand records; where a later thousand
 * needs more, its lines are wider.
 */
final class TableWriter implements RecordWriter {

    private static final int BLOCK = 1000;
    private static final String GAP = "  ";

    private final PrintStream out;
    private final List<String> names;
    private final OptionalInt width;
    private final int[] widths;
    private final boolean[] numbers;
    private final List<List<String>> waiting = new ArrayList<>();
    private boolean isHeaderPrinted;

    TableWriter(PrintStream out, List<String> names, OptionalInt width) {
        this.out = out;
        this.names = List.copyOf(names);
        this.width = width;
        this.widths = names.stream().mapToInt(DisplayWidth::of).toArray();
        this.numbers = new boolean[names.size()];
    }

    @Override
    public void write(ObjectNode record) {
        List<String> cells = new ArrayList<>(names.size());
        for (int column = 0; column < names.size(); column++) {
            JsonNode value = record.get(names.get(column));
            String text = VisibleText.line(CellFormat.of(value));
            cells.add(text);
            widths[column] = Math.max(widths[column], DisplayWidth.of(text));
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
        if (!waiting.isEmpty() && !isHeaderPrinted) {
            line(names);
            isHeaderPrinted = true;
        }
        waiting.forEach(this::line);
        waiting.clear();
    }

    private void line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = cells.get(column);
            String blanks = " ".repeat(widths[column] - DisplayWidth.of(cell));
            line.append(column == 0 ? "" : GAP).append(numbers[column] ? blanks + cell : cell + blanks);
        }
        String text = line.toString().stripTrailing();
        out.print((width.isPresent() ? DisplayWidth.cut(text, width.getAsInt()) : text) + "\n");
    }
}
