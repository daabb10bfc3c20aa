package pipeline.store.sql;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
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

    /** How long it is waited before anybody is told. */
    private static final Duration SILENCE = Duration.ofSeconds(3);

    /** How long a server may be out of reach when it is asked for the first time: most likely its address is wrong. */
    private static final Duration FIRST_PATIENCE = Duration.ofSeconds(5);

    private final Connections connections;
    private final Dialect dialect;
    private final Duration patience;
    private final boolean isReadOnly;
    private final Statements statements = new Statements();
    private final StoreFaults faults;
    private final AtomicBoolean isWaitTold = new AtomicBoolean();

    Database(Connections connections, Dialect dialect, Duration patience, boolean isReadOnly) {
        this.connections = connections;
        this.dialect = dialect;
        this.patience = patience;
        this.isReadOnly = isReadOnly;
        this.faults = new StoreFaults(connections.describe(), connections.file());
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

    /** Tells whether only one process may use it at a time, because of where it lies. */
    boolean isForOneOnly() {
        return connections.isForOneOnly();
    }

    /** Does the very first things, such as to look which tables there are. */
    <T extends @Nullable Object> T open(Work<T> work) {
        Duration away = FIRST_PATIENCE.compareTo(patience) < 0 ? FIRST_PATIENCE : patience;
        return repeat(connections.opening(), work, !isReadOnly, away);
    }

    /** Writes in one transaction. */
    <T extends @Nullable Object> T write(Work<T> work) {
        refuseIfReadOnly();
        return repeat(connections.writers(), work, true, patience);
    }

    /** Reads in one transaction, which sees one state of the tables. */
    <T extends @Nullable Object> T read(Work<T> work) {
        return repeat(connections.readers(), work, false, patience);
    }

    /** Uses a statement with question marks inside {@link #write}. */
    <T> T use(Handle handle, String sql, Statements.Use<T> use) {
        return statements.use(handle, connections.hasOneWriter(), sql, use);
    }

    /** Writes a heartbeat. */
    <T extends @Nullable Object> T pulse(Work<T> work) {
        refuseIfReadOnly();
        return repeat(connections.pulse(), work, true, patience);
    }

    private void refuseIfReadOnly() {
        if (isReadOnly) {
            throw new StoreException(describe() + " was opened for reading only, and nothing in it is changed", null);
        }
    }

    private <T extends @Nullable Object> T repeat(Jdbi way, Work<T> work, boolean isWrite, Duration awayPatience) {
        long start = System.nanoTime();
        boolean isRepeated = false;
        for (long pause = FIRST_PAUSE_MILLIS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
            try {
                boolean repeated = isRepeated;
                T done = way.inTransaction(handle -> work.in(handle, repeated));
                tellEndOfWait();
                return done;
            } catch (JdbiException e) {
                SQLException failure = StoreFaults.root(e);
                Fault fault = fault(failure);
                Duration waited = Duration.ofNanos(System.nanoTime() - start);
                Duration limit = fault == Fault.AWAY ? awayPatience : patience;
                if (!fault.isTransient() || waited.compareTo(limit) > 0) {
                    throw faults.explain(fault, failure, isWrite, waited, e);
                }
                isRepeated |= fault.isUncertain();
                tellWait(waited, limit, failure);
                sleep(pause, e);
            }
        }
    }

    private Fault fault(@Nullable SQLException failure) {
        if (failure == null) {
            return Fault.OTHER;
        }
        // the pool's word for: others have all its connections
        boolean isPoolEmpty = failure instanceof SQLTransientConnectionException && failure.getSQLState() == null;
        return isPoolEmpty ? Fault.BLOCKED : dialect.fault(failure);
    }

    private void tellWait(Duration waited, Duration limit, @Nullable SQLException failure) {
        if (waited.compareTo(SILENCE) > 0 && !isWaitTold.getAndSet(true)) {
            LOG.warn(
                    "{} cannot be used at the moment ({}); it is tried again for {} s",
                    describe(),
                    failure == null ? "" : failure.getMessage(),
                    limit.toSeconds());
        }
    }

    private void tellEndOfWait() {
        if (isWaitTold.get() && isWaitTold.getAndSet(false)) {
            LOG.warn("{} can be used again", describe());
        }
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
