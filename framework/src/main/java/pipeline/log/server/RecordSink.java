package pipeline.log.server;

/** Takes the records of all jobs. One thread calls it at a time; the records of a job come in the order in which it sent them. */
@FunctionalInterface
public interface RecordSink {

    /** Takes a record; while it does, senders wait. */
    void accept(NodeRecord record);
}
