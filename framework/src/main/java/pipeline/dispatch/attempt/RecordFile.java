package pipeline.dispatch.attempt;

import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import pipeline.log.server.NodeRecord;
import pipeline.log.server.RecordSink;
import pipeline.text.VisibleText;

/** The log records of one attempt, a line each, with the node's own time in UTC. Thread-safe. */
record RecordFile(JobOutputFile file) implements RecordSink {

    @Override
    public void accept(NodeRecord record) {
        String text = "%s %-7s %s: %s%s"
                .formatted(
                        record.time().truncatedTo(ChronoUnit.MILLIS),
                        record.level(),
                        record.logger(),
                        record.message(),
                        record.exception() == null ? "" : "\n" + record.exception());
        byte[] bytes = (VisibleText.logged(text) + "\n").getBytes(StandardCharsets.UTF_8);
        file.write(bytes, 0, bytes.length);
    }
}
