package pipeline.remote;

import pipeline.frame.Frame;

/**
 * Takes the output of a script while it runs. The calls for one stream come in order; the two streams may come from two
 * threads. A call that blocks delays the host, so that a slow reader does not fill the master's memory.
 */
public interface SlotOutput {

    /** Takes bytes of standard output; the array may be used again after the call. */
    void stdout(byte[] bytes, int offset, int length);

    /** Takes bytes of standard error; the array may be used again after the call. */
    void stderr(byte[] bytes, int offset, int length);

    /** Takes a message that the script wrote between its output with the slot's token. */
    void frame(Frame frame);

    /** A message was longer than the limit in bytes and has been dropped. */
    void oversized(int limit);
}
