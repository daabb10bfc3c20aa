package pipeline.cli.output;

import tools.jackson.databind.node.ObjectNode;

/** Prints records one by one, in memory that does not grow with their number. */
public interface RecordWriter extends AutoCloseable {

    /** Prints a record, at the latest when closed. */
    void write(ObjectNode record);

    /** Prints what is left; the output itself stays open. */
    @Override
    void close();
}
