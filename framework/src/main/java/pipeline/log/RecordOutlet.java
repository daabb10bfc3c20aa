package pipeline.log;

/** Where the records of a process go. Implementations are thread-safe and never throw for want of a reader. */
interface RecordOutlet extends AutoCloseable {

    void accept(LogRecord record);

    /** Brings what was accepted on its way before it returns. */
    @Override
    void close();
}
