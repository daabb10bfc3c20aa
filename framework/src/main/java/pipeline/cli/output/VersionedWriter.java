package pipeline.cli.output;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Puts the version of the form of records before their values: a program sees by it that names or meanings have changed. */
record VersionedWriter(RecordWriter writer) implements RecordWriter {

    private static final int SCHEMA_VERSION = 1;

    @Override
    public void write(ObjectNode record) {
        ObjectNode versioned = JsonNodeFactory.instance.objectNode().put("schema_version", SCHEMA_VERSION);
        versioned.setAll(record);
        writer.write(versioned);
    }

    @Override
    public void close() {
        writer.close();
    }
}
