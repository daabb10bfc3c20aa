package pipeline.store.sql.connection;

import java.time.Duration;
import java.util.List;
import java.util.Random;
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
import pipeline.store.sql.dialect.Dialect;
import pipeline.store.support.OutageTracker;
import pipeline.store.support.RetryLimit;
import pipeline.store.support.RetryLoop;
import pipeline.time.Scheduler;

/**
 * Transactions on one database. What fails because of a lock, or because the database is away for a moment, is
 * tried again until its limit is reached. Thread-safe.
 */
public final class Database implements AutoCloseable {

    /** What is done in a transaction; it may be done again from its beginning. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        /**
         * Does it.
         *
         * @param isRepeated whether an earlier try may have been committed without our knowing
         */
        T in(Handle handle, boolean isRepeated);
    }

    private static final Logger LOG = LogManager.getLogger("pipeline.store");

    /** How long a server may be out of reach when it is asked for the first time: most likely its address is wrong. */
    private static final Duration FIRST_PATIENCE = Duration.ofSeconds(5);

    private final DatabaseConnections connections;
    private final Dialect dialect;
    private final RetryLimit limit;
    private final boolean isReadOnly;
    private final StatementCache statements = new StatementCache();
    private final DatabaseErrors errors;
    private final OutageTracker outage;
    private final RetryLoop retries;
    private final Scheduler scheduler;

    public Database(
            DatabaseConnections connections,
            Dialect dialect,
            RetryLimit limit,
            boolean isReadOnly,
            Scheduler scheduler) {
        this.connections = connections;
        this.dialect = dialect;
        this.limit = limit;
        this.isReadOnly = isReadOnly;
        this.scheduler = scheduler;
        this.errors = new DatabaseErrors(connections.describe(), connections.file(), dialect);
        this.outage = new OutageTracker(connections.describe(), scheduler, LOG::warn);
        this.retries = new RetryLoop(connections.describe(), errors, outage, scheduler, new Random());
        for (Jdbi way : List.of(connections.writers(), connections.readers(), connections.heartbeats())) {
            // one set of values serves several statements
            way.getConfig(SqlStatements.class)
                    .setUnusedBindingAllowed(true)
                    .setTemplateEngine(TemplateEngine.NOP)
                    .setSqlParser(new NamedParameters());
        }
    }

    public Dialect dialect() {
        return dialect;
    }

    public String describe() {
        return connections.describe();
    }

    /** Returns what everything that waits here waits by. */
    public Scheduler scheduler() {
        return scheduler;
    }

    /** Returns whether one connection at a time writes. */
    public boolean hasOneWriter() {
        return connections.hasOneWriter();
    }

    /** Does on one connection what no transaction can hold, as its statements come. */
    public void outsideTransactions(Consumer<Handle> work) {
        refuseIfReadOnly();
        try {
            connections.writers().useHandle(work::accept);
        } catch (JdbiException e) {
            throw errors.explain(e, true, Duration.ZERO);
        }
    }

    /** Returns whether only one process may use it at a time, because of where it lies. */
    public boolean isForOneOnly() {
        return connections.isForOneOnly();
    }

    /** Does the very first things, such as to look which tables there are. */
    public <T extends @Nullable Object> T open(Work<T> work) {
        RetryLimit known = new RetryLimit(limit.longest(), false);
        return repeat(connections.opening(), work, !isReadOnly, known, limit.atMost(FIRST_PATIENCE));
    }

    /** From now on waits a few seconds only, all in all, for a database that cannot be used: the process is about to end. */
    public void hurry() {
        outage.hurry();
    }

    /** Writes in one transaction. */
    public <T extends @Nullable Object> T write(Work<T> work) {
        refuseIfReadOnly();
        return repeat(connections.writers(), work, true, limit, limit);
    }

    /** Reads in one transaction, which sees one state of the tables. */
    public <T extends @Nullable Object> T read(Work<T> work) {
        return repeat(connections.readers(), work, false, limit, limit);
    }

    /** Uses a statement with question marks inside {@link #write}. */
    public <T> T use(Handle handle, String sql, StatementCache.Use<T> use) {
        return statements.use(handle, connections.hasOneWriter(), sql, use);
    }

    /** Writes a heartbeat. */
    public <T extends @Nullable Object> T heartbeat(Work<T> work) {
        refuseIfReadOnly();
        return repeat(connections.heartbeats(), work, true, limit, limit);
    }

    private void refuseIfReadOnly() {
        if (isReadOnly) {
            throw new StoreException(describe() + " was opened for reading only, and nothing in it is changed", null);
        }
    }

    private <T extends @Nullable Object> T repeat(
            Jdbi way, Work<T> work, boolean isWrite, RetryLimit known, RetryLimit away) {
        return retries.run(
                isRepeated -> way.inTransaction(handle -> work.in(handle, isRepeated)), isWrite, known, away);
    }

    @Override
    public void close() {
        connections.close();
    }
}
