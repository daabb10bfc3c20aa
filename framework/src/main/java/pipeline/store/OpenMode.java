package pipeline.store;

/** Whether a table is opened to be read or to be changed. */
public enum OpenMode {
    /** Nothing in it is changed, and nothing is made. */
    READ,
    /** Jobs are run or changed; the table is made if it is not there. */
    WRITE
}
