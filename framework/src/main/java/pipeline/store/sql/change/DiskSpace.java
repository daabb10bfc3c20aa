package pipeline.store.sql.change;

import java.sql.SQLException;
import java.sql.Statement;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionException;
import pipeline.store.sql.connection.Database;
import pipeline.store.sql.statement.ChunkedTransactions;

/** The space that the tables take on their disk, and giving it back. Thread-safe. */
public final class DiskSpace {

    /** So many pages of 4 KiB are given back in a transaction. */
    private static final int PAGES = 1000;

    private final Database database;
    private final ChunkedTransactions chunked;

    public DiskSpace(Database database, ChunkedTransactions chunked) {
        this.database = database;
        this.chunked = chunked;
    }

    /** Returns how many bytes are taken, as far as the database says. */
    public long size() {
        return database.read((handle, isRepeated) ->
                handle.createQuery(database.dialect().size()).mapTo(Long.class).one());
    }

    /** Rewrites all tables without the space of what was deleted; nobody else must use them meanwhile. */
    public void compact() {
        database.outsideTransactions(
                handle -> database.dialect().compaction().forEach(statement -> run(handle, statement)));
    }

    /** Returns the space of deleted rows to the disk, a thousand pages at a time, where the database does not. */
    void giveBack() {
        if (database.dialect().freePages().isEmpty()) {
            return;
        }
        long free = freePages();
        for (long before = Long.MAX_VALUE; free > 0 && free < before; free = freePages()) {
            before = free;
            long begun = database.scheduler().nanos();
            database.write(
                    (handle, isRepeated) -> run(handle, database.dialect().givingBack(PAGES)));
            chunked.makeRoom(database.scheduler().since(begun));
        }
    }

    private long freePages() {
        return database.read(
                (handle, isRepeated) -> handle.createQuery(database.dialect().freePages())
                        .mapTo(Long.class)
                        .one());
    }

    /** SQLite's driver goes through all the steps of a pragma only where it is an update. */
    private static boolean run(Handle handle, String statement) {
        try (Statement plain = handle.getConnection().createStatement()) {
            return plain.executeUpdate(statement) >= 0;
        } catch (SQLException e) {
            throw new TransactionException(statement + " failed", e);
        }
    }
}
