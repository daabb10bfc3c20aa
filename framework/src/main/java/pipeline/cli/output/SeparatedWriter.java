package pipeline.cli.output;

import java.io.PrintStream;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Prints a header and a line for each record, with something between the values. */
final class SeparatedWriter implements RecordWriter {

    /**
     * How values become a line.
     *
     * @param escape makes a text that cannot be mistaken for the end of a value
     */
    record Dialect(String separator, String lineEnd, UnaryOperator<String> escape) {}

    static final Dialect CSV = new Dialect(",", "\r\n", SeparatedWriter::quoted);
    static final Dialect TSV = new Dialect("\t", "\n", SeparatedWriter::escaped);

    private final PrintStream out;
    private final List<String> names;
    private final Dialect dialect;

    SeparatedWriter(PrintStream out, List<String> names, Dialect dialect) {
        this.out = out;
        this.names = List.copyOf(names);
        this.dialect = dialect;
        line(this.names.stream().map(dialect.escape()).toList());
    }

    @Override
    public void write(ObjectNode record) {
        line(names.stream().map(name -> text(record.get(name))).toList());
    }

    @Override
    public void close() {
        out.flush();
    }

    private String text(JsonNode value) {
        return CellText.isAbsent(value) ? "" : dialect.escape().apply(CellText.of(value));
    }

    private void line(List<String> cells) {
        out.print(cells.stream().collect(Collectors.joining(dialect.separator(), "", dialect.lineEnd())));
    }

    private static String quoted(String text) {
        boolean isPlain =
                !text.isEmpty() && text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return isPlain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }
}
