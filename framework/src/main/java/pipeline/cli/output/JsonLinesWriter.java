package pipeline.cli.output;

import java.io.PrintStream;
import pipeline.text.VisibleText;
import tools.jackson.databind.node.ObjectNode;

/** Prints an object on each line. */
record JsonLinesWriter(PrintStream out) implements RecordWriter {

    @Override
    public void write(ObjectNode record) {
        out.print(VisibleText.json(record) + "\n");
    }

    @Override
    public void close() {
        out.flush();
    }
}
