package pipeline.remote;

/** Takes a long answer of a host as it arrives. One thread calls it at a time; a call that blocks delays all hosts. */
public interface AnswerOutput {

    /**
     * The login is over, and the answer follows.
     *
     * @param words the last of what the start-up files of the login shell printed, on both streams; empty if they printed nothing
     */
    default void loggedIn(String words) {}

    /** The answer begins; what came before is void, since the way to the host broke and the host is asked once more. */
    void begin();

    /** Takes bytes of the answer; the array may be used again after the call. */
    void answered(byte[] bytes, int offset, int length);
}
