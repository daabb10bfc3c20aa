package pipeline.store;

/**
 * The job table: every job of every recipe, shared safely by several masters and workers, and open to anyone's queries.
 * Thread-safe. All times are the store's clock, to the millisecond.
 *
 * <p>Who needs one part of it takes that part. Every method may throw {@link StoreException}; a database that cannot be used is
 * waited for first, for as long as the table was opened for. A table that was opened for reading refuses every change.
 */
public interface JobTable extends MemberRegistry, JobReservations, JobChanges, JobQueries, StepRecords, AutoCloseable {

    /** Returns one line for people that says which table this is, without user and password. */
    String describe();

    /**
     * Returns whether only one master or worker at a time may use the table, so that it cannot be shared: it is in memory, or
     * its file lies on NFS.
     */
    boolean isForOneOnly();

    /**
     * Waits no longer than a few seconds, all in all, for a database that cannot be used, from now on and for those who wait
     * already: the process is about to end.
     */
    void hurry();

    @Override
    void close();
}
