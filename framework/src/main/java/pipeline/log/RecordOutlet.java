package pipeline.log;

/** Takes the records of a process. Implementations are thread-safe, and do not throw if nobody reads them. */
interface RecordOutlet extends AutoCloseable {

    void accept(JobLogRecord record);

    /** Brings what was accepted on its way before it returns. */
    @Override
    void close();
}
