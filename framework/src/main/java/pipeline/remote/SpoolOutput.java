package pipeline.remote;

/** Takes the records that programs of a script kept in the spool of their slot. One thread calls it at a time. */
@FunctionalInterface
public interface SpoolOutput {

    /** Takes bytes; the array may be used again after the call. */
    void spooled(byte[] bytes, int offset, int length);
}
