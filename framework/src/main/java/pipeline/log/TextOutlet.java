package pipeline.log;

import java.io.PrintStream;

/** Prints records as text, {@code LEVEL logger: message}, if there is no log server or it is lost. */
final class TextOutlet implements RecordOutlet {

    private final PrintStream stream;

    TextOutlet(PrintStream stream) {
        this.stream = stream;
    }

    @Override
    public void accept(JobLogRecord record) {
        String text = record.level() + " " + record.logger() + ": " + record.message();
        stream.println(record.exception() == null ? text : text + "\n" + record.exception());
    }

    /** Says something about the log itself. */
    void note(String text) {
        stream.println("WARNING log: " + text);
    }

    @Override
    public void close() {
        stream.flush();
    }
}
