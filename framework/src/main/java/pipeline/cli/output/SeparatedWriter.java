package pipeline.cli.output;

import java.io.PrintStream;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import pipeline.text.InvisibleCharacters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Prints a header and a line for each record, with something between the values. */
final class SeparatedWriter implements RecordWriter {

    /**
     * How values become a line.
     *
     * @param disarm makes a text that no program takes for something to be done
     * @param escape makes a text that cannot be mistaken for the end of a value
     */
    record SeparatedFormat(
            String separator, String lineEnd, UnaryOperator<String> disarm, UnaryOperator<String> escape) {}

    static final SeparatedFormat CSV =
            new SeparatedFormat(",", "\r\n", SeparatedWriter::unlikeFormula, SeparatedWriter::quoted);
    static final SeparatedFormat TSV =
            new SeparatedFormat("\t", "\n", UnaryOperator.identity(), SeparatedWriter::escaped);

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9.]+");

    private final PrintStream out;
    private final List<String> names;
    private final SeparatedFormat dialect;

    SeparatedWriter(PrintStream out, List<String> names, SeparatedFormat dialect) {
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
        if (CellFormat.isAbsent(value)) {
            return "";
        }
        String text = CellFormat.of(value);
        return dialect.escape().apply(value.isNumber() ? text : dialect.disarm().apply(text));
    }

    private void line(List<String> cells) {
        out.print(cells.stream().collect(Collectors.joining(dialect.separator(), "", dialect.lineEnd())));
    }

    /**
     * A spreadsheet computes what begins like a formula, and a formula can run programs and send data away. Some pass over blanks
     * before it, and some take the wide signs of East Asian keyboards for the narrow ones.
     */
    private static String unlikeFormula(String text) {
        int at = 0;
        while (at < text.length() && InvisibleCharacters.is(text.charAt(at))) {
            at++;
        }
        boolean isFormula = !text.isEmpty()
                && (text.charAt(0) == '\t' || text.charAt(0) == '\r' || isSign(text, at))
                && !NUMBER.matcher(text).matches();
        return isFormula ? "'" + text : text;
    }

    private static boolean isSign(String text, int at) {
        return at < text.length() && "=+-@\uff1d\uff0b\uff0d\uff20".indexOf(text.charAt(at)) >= 0;
    }

    private static String quoted(String raw) {
        String text = CellFormat.visible(raw);
        boolean isPlain =
                !text.isEmpty() && text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return isPlain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    private static String escaped(String text) {
        return CellFormat.visible(text.replace("\\", "\\\\"))
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }
}
