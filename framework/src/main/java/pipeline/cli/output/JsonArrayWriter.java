package pipeline.cli.output;

import java.io.PrintStream;
import pipeline.text.VisibleText;
import tools.jackson.databind.node.ObjectNode;

/** Prints one array, an object on each line of it. */
final class JsonArrayWriter implements RecordWriter {

    private final PrintStream out;
    private boolean isBegun;

    JsonArrayWriter(PrintStream out) {
        this.out = out;
    }

    @Override
    public void write(ObjectNode record) {
        out.print((isBegun ? ",\n " : "[") + VisibleText.json(record));
        isBegun = true;
    }

    @Override
    public void close() {
        out.print(isBegun ? "]\n" : "[]\n");
        out.flush();
    }
}
