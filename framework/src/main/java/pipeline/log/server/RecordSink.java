package pipeline.log.server;

/** Takes the records of all jobs; called by one thread at a time, in the order in which each job sent them. */
@FunctionalInterface
public interface RecordSink {

    /** Takes a record; while it does, senders wait. */
    void accept(NodeRecord record);
}
