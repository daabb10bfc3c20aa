package pipeline.store.sql;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionException;

/** The room that the tables take on their disk, and how much of it is given back. Thread-safe. */
final class DiskSpace {

    /** So many pages of 4 KiB are given back in a transaction. */
    private static final int PAGES = 1000;

    private final Database database;
    private final ChunkedTransactions chunked;

    DiskSpace(Database database, ChunkedTransactions chunked) {
        this.database = database;
        this.chunked = chunked;
    }

    /** Gives how many bytes are taken, as far as the database says. */
    long size() {
        return database.read((handle, isRepeated) ->
                handle.createQuery(database.dialect().size()).mapTo(Long.class).one());
    }

    /** Writes all tables anew, without the room of what was deleted; others must not be at it meanwhile. */
    void compact() {
        database.outsideTransactions(
                handle -> database.dialect().compaction().forEach(statement -> run(handle, statement)));
    }

    /** Gives back what was freed by deletions, portion by portion, where that needs somebody to do it. */
    void giveBack() {
        if (database.dialect().freePages().isEmpty()) {
            return;
        }
        long free = freePages();
        for (long before = Long.MAX_VALUE; free > 0 && free < before; free = freePages()) {
            before = free;
            long begun = System.nanoTime();
            database.write(
                    (handle, isRepeated) -> run(handle, database.dialect().givingBack(PAGES)));
            chunked.makeRoom(Duration.ofNanos(System.nanoTime() - begun));
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
