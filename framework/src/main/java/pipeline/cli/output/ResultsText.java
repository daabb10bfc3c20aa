package pipeline.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import pipeline.recipe.ResultTable;
import pipeline.text.Plural;
import pipeline.text.VisibleText;
import tools.jackson.databind.JsonNode;

/** A recipe's results as people read them. */
public final class ResultsText {

    private ResultsText() {}

    /** Returns {@code name = value} lines under a heading; tables follow their name, in aligned columns. */
    public static String of(Map<String, Object> outputs) {
        return of(outputs, Integer.MAX_VALUE, "");
    }

    /**
     * Returns the same with at most so many rows of each table.
     *
     * @param rest where all rows are
     */
    public static String of(Map<String, Object> outputs, int mostRows, String rest) {
        if (outputs.isEmpty()) {
            return "No results\n";
        }
        StringBuilder text = new StringBuilder("Results:\n");
        outputs.forEach((name, value) -> {
            if (value instanceof ResultTable table) {
                text.append(name).append(":\n");
                append(text, table, mostRows, rest);
            } else {
                text.append(name)
                        .append(" = ")
                        .append(VisibleText.line(shown(value)))
                        .append('\n');
            }
        });
        return text.toString();
    }

    /** A value that cannot say what it is costs none of the others. */
    static String shown(Object value) {
        try {
            return value instanceof JsonNode node && node.isString() ? node.stringValue() : String.valueOf(value);
        } catch (RuntimeException e) {
            return "(cannot be shown: " + e + ")";
        }
    }

    private static void append(StringBuilder text, ResultTable table, int mostRows, String rest) {
        List<List<Cell>> lines = new ArrayList<>();
        lines.add(table.header().stream().map(Cell::of).toList());
        table.rows().stream()
                .limit(mostRows)
                .forEach(row -> lines.add(row.stream().map(Cell::of).toList()));
        int[] widths = new int[table.header().size()];
        boolean[] numbers = new boolean[widths.length];
        for (List<Cell> line : lines) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], line.get(column).width());
                numbers[column] |= line.get(column).number();
            }
        }
        for (List<Cell> line : lines) {
            StringBuilder row = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String blanks = " ".repeat(widths[column] - line.get(column).width());
                String cell = line.get(column).text();
                row.append("  ").append(numbers[column] ? blanks + cell : cell + blanks);
            }
            text.append(row.toString().stripTrailing()).append('\n');
        }
        if (table.rows().size() > mostRows) {
            text.append("  and %s: %s\n"
                    .formatted(Plural.of(table.rows().size() - mostRows, "more row"), VisibleText.line(rest)));
        }
    }

    private record Cell(String text, boolean number) {

        static Cell of(Object value) {
            return new Cell(VisibleText.line(shown(value)), value instanceof Number);
        }

        int width() {
            return text.codePointCount(0, text.length());
        }
    }
}
