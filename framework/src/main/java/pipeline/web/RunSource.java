package pipeline.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import pipeline.report.RunColumns;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Where a page has what it shows. Thread-safe. Each method may throw a runtime exception, which the page shows and outlives. */
public interface RunSource {

    /**
     * A run at one moment.
     *
     * @param summary what is said about it as a whole
     */
    record Moment(ObjectNode summary, RunColumns columns) {}

    /** Which of the two outputs of a job. */
    enum OutputKind {
        STDOUT,
        STDERR
    }

    /**
     * A part of what a job printed.
     *
     * @param from where it begins in the whole, in bytes
     * @param size of the whole so far
     */
    record OutputPart(ByteBuffer bytes, long from, long size) {}

    /** Returns all runs, one object for each. */
    JsonNode runs();

    /** Returns a run; empty if no job has the name. */
    Optional<Moment> run(String jobName);

    /**
     * Reads a part of what an attempt printed.
     *
     * @param from where to begin, in bytes; negative counts from the end
     * @param most bytes to return
     * @return empty if it printed nothing, or its output is not on this machine
     * @throws IOException if the file cannot be read
     */
    Optional<OutputPart> output(long job, int attempt, OutputKind stream, long from, int most) throws IOException;
}
