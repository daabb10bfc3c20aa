package pipeline.log.server;

import org.jspecify.annotations.Nullable;

/**
 * How many records of one sender have come: over all its connections if it has a name, else over one. Belongs to the server's
 * thread until the job's log is settled.
 */
final class SenderProgress {

    private final boolean isNamed;
    private @Nullable SenderConnection connection;
    private long last;
    private long said;
    private long received;
    private long missing;
    private boolean brokenOff;

    SenderProgress(boolean isNamed) {
        this.isNamed = isNamed;
    }

    boolean isNamed() {
        return isNamed;
    }

    /** The sender has a new connection; returns the one that it had before. */
    @Nullable
    SenderConnection open(SenderConnection another) {
        SenderConnection former = connection;
        connection = another;
        brokenOff = false;
        return former;
    }

    /** Returns whether a connection is the sender's last one. */
    boolean isOf(SenderConnection other) {
        return connection == other;
    }

    /** Returns the number of the last record that has come. */
    long last() {
        return last;
    }

    /** Returns how many records were handed on. */
    long received() {
        return received;
    }

    /** A record comes; those between it and the last one are missing. */
    void comes(long number) {
        missing += number - last - 1;
        last = number;
    }

    void received(long records) {
        received += records;
    }

    void missed(long records) {
        missing += records;
    }

    /** The sender has said how many records there are. */
    void said(long records) {
        said = records;
    }

    void broken(boolean isBroken) {
        brokenOff = isBroken;
    }

    /** Adds what a sender without a name has said. */
    void add(SenderProgress other) {
        LogCounts counts = other.counts();
        received += counts.received();
        missing += counts.missing();
        brokenOff |= counts.brokenOff();
    }

    LogCounts counts() {
        return new LogCounts(received, missing + Math.max(0, said - last), brokenOff);
    }
}
