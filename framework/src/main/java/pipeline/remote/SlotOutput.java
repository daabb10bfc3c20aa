package pipeline.remote;

import pipeline.frame.Frame;

/**
 * Takes what a script prints, while it runs. Methods are called in the order of each stream; the two streams may come
 * from two threads. Blocking holds back the host, which is how a slow reader keeps the master's memory small.
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
