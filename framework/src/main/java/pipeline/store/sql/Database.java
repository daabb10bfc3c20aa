package pipeline.store.sql;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.TemplateEngine;
import org.jspecify.annotations.Nullable;
import pipeline.store.StoreException;

/**
 * Transactions on one database. What fails because somebody is in the way, or because the database is away for a moment, is
 * tried again until patience ends. Thread-safe.
 */
final class Database implements AutoCloseable {

    /** What is done in a transaction; it may be done again from its beginning. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        /**
         * Does it.
         *
         * @param isRepeated whether an earlier try may have been committed without our knowing
         */
        T in(Handle handle, boolean isRepeated);
    }

    private static final Logger LOG = LogManager.getLogger("pipeline.store");
    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 2000;

    /** How long a server may be out of reach when it is asked for the first time: most likely its address is wrong. */
    private static final Duration FIRST_PATIENCE = Duration.ofSeconds(5);

    private final DatabaseConnections connections;
    private final Dialect dialect;
    private final RetryLimit limit;
    private final boolean isReadOnly;
    private final StatementCache statements = new StatementCache();
    private final DatabaseErrors faults;
    private final OutageTracker outage;

    Database(DatabaseConnections connections, Dialect dialect, RetryLimit limit, boolean isReadOnly) {
        this.connections = connections;
        this.dialect = dialect;
        this.limit = limit;
        this.isReadOnly = isReadOnly;
        this.faults = new DatabaseErrors(connections.describe(), connections.file());
        this.outage = new OutageTracker(connections.describe(), System::nanoTime, LOG::warn);
        for (Jdbi way : List.of(connections.writers(), connections.readers(), connections.pulse())) {
            // one set of values serves several statements
            way.getConfig(SqlStatements.class).setUnusedBindingAllowed(true).setTemplateEngine(TemplateEngine.NOP);
        }
    }

    Dialect dialect() {
        return dialect;
    }

    String describe() {
        return connections.describe();
    }

    /** Tells whether whoever writes is alone. */
    boolean hasOneWriter() {
        return connections.hasOneWriter();
    }

    /** Does on one connection what no transaction can hold, as its statements come. */
    void outsideTransactions(Consumer<Handle> work) {
        refuseIfReadOnly();
        try {
            connections.writers().useHandle(work::accept);
        } catch (JdbiException e) {
            SQLException failure = DatabaseErrors.root(e);
            throw faults.explain(fault(failure), failure, true, Duration.ZERO, e);
        }
    }

    /** Tells whether only one process may use it at a time, because of where it lies. */
    boolean isForOneOnly() {
        return connections.isForOneOnly();
    }

    /** Does the very first things, such as to look which tables there are. */
    <T extends @Nullable Object> T open(Work<T> work) {
        RetryLimit known = new RetryLimit(limit.longest(), false);
        return repeat(connections.opening(), work, !isReadOnly, known, limit.atMost(FIRST_PATIENCE));
    }

    /** From now on a database that cannot be used is waited for a few seconds only, all in all: whoever uses it ends. */
    void hurry() {
        outage.hurry();
    }

    /** Writes in one transaction. */
    <T extends @Nullable Object> T write(Work<T> work) {
        refuseIfReadOnly();
        return repeat(connections.writers(), work, true, limit, limit);
    }

    /** Reads in one transaction, which sees one state of the tables. */
    <T extends @Nullable Object> T read(Work<T> work) {
        return repeat(connections.readers(), work, false, limit, limit);
    }

    /** Uses a statement with question marks inside {@link #write}. */
    <T> T use(Handle handle, String sql, StatementCache.Use<T> use) {
        return statements.use(handle, connections.hasOneWriter(), sql, use);
    }

    /** Writes a heartbeat. */
    <T extends @Nullable Object> T pulse(Work<T> work) {
        refuseIfReadOnly();
        return repeat(connections.pulse(), work, true, limit, limit);
    }

    private void refuseIfReadOnly() {
        if (isReadOnly) {
            throw new StoreException(describe() + " was opened for reading only, and nothing in it is changed", null);
        }
    }

    private <T extends @Nullable Object> T repeat(
            Jdbi way, Work<T> work, boolean isWrite, RetryLimit known, RetryLimit away) {
        long start = System.nanoTime();
        boolean isRepeated = false;
        for (long pause = FIRST_PAUSE_MILLIS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
            try {
                boolean repeated = isRepeated;
                T done = way.inTransaction(handle -> work.in(handle, repeated));
                outage.works(isWrite);
                return done;
            } catch (JdbiException e) {
                SQLException failure = DatabaseErrors.root(e);
                DatabaseErrorKind fault = fault(failure);
                RetryLimit longest = fault == DatabaseErrorKind.AWAY ? away : known;
                if (!longest.isWorthWaiting(fault)
                        || !outage.isWaitedFor(start, longest, isWrite, DatabaseErrors.complaint(failure, e))) {
                    throw faults.explain(fault, failure, isWrite, Duration.ofNanos(System.nanoTime() - start), e);
                }
                isRepeated |= fault.isUncertain();
                sleep(pause, e);
            }
        }
    }

    private DatabaseErrorKind fault(@Nullable SQLException failure) {
        if (failure == null) {
            return DatabaseErrorKind.OTHER;
        }
        // the pool's word for: others have all its connections
        boolean isPoolEmpty = failure instanceof SQLTransientConnectionException && failure.getSQLState() == null;
        return isPoolEmpty ? DatabaseErrorKind.BLOCKED : dialect.fault(failure);
    }

    private void sleep(long pause, JdbiException e) {
        try {
            Thread.sleep(pause / 2 + ThreadLocalRandom.current().nextLong(pause));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StoreException(describe() + ": interrupted while it was waited for", e);
        }
    }

    @Override
    public void close() {
        connections.close();
    }
}
