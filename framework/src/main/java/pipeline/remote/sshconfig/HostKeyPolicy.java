package pipeline.remote.sshconfig;

/** What to do about a host whose key is not in the known hosts. */
public enum HostKeyPolicy {
    /** Refuse it, and say what to type. */
    STRICT,
    /** Write the key of a new host to the known hosts and go on; refuse a key that changed. */
    ACCEPT_NEW,
    /** Take any key; for throw-away machines only. */
    ACCEPT_ANY
}
