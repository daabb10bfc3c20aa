package pipeline.store;

/** What a table is opened for. */
public enum OpenMode {
    /** To look at it; nothing in it is changed, and nothing is made. */
    READ,
    /** To run jobs, or to change them; it is made if it is not there. */
    WRITE
}
