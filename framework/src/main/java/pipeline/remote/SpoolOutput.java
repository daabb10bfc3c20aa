package pipeline.remote;

/** Takes what programs of a script kept in their slot's spool; called by one thread at a time. */
@FunctionalInterface
public interface SpoolOutput {

    /** Takes bytes; the array may be used again after the call. */
    void spooled(byte[] bytes, int offset, int length);
}
