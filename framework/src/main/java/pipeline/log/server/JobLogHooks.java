package pipeline.log.server;

import java.util.function.UnaryOperator;

/**
 * What the owner of a job wants of its log.
 *
 * @param onBreak is called by the server's thread when a sender that has a name breaks off: it may come back
 * @param mask returns a message as it may be shown
 * @param copy takes the records of the job, as the sink of all jobs does
 */
public record JobLogHooks(Runnable onBreak, UnaryOperator<String> mask, RecordSink copy) {

    static final JobLogHooks NONE = new JobLogHooks(() -> {}, UnaryOperator.identity(), record -> {});
}
