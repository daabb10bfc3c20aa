package pipeline.store.sql.statement;

import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;
import pipeline.store.sql.connection.Database;

/**
 * Changes of any number of jobs, a thousand in each transaction: other writers have a turn after each, so that a running
 * master never waits for all of them. What is done when it breaks off stays done. Thread-safe.
 */
public final class ChunkedTransactions {

    private static final int SIZE = 1000;

    /** So many numbers are read at a time, which holds up nobody. */
    private static final int READ_AT_ONCE = 50_000;

    /** Other processes look for their turn at a locked SQLite file this often, or more often. */
    private static final Duration LOOK = Duration.ofMillis(100);

    /** What is done to a portion in a transaction. */
    @FunctionalInterface
    public interface Work {
        /**
         * Does it to those of the jobs to which it still may be done.
         *
         * @param jobs numbers between commas
         * @return to how many it was done
         */
        long in(Handle handle, String jobs);
    }

    private final Database database;

    public ChunkedTransactions(Database database) {
        this.database = database;
    }

    /** Does something to the jobs that fit, in the order of their numbers. */
    public long each(WhereClause where, Work work) {
        String next = "SELECT job_id FROM job WHERE job_id > :portionAfter AND (" + where.sql()
                + ") ORDER BY job_id LIMIT " + READ_AT_ONCE;
        long changed = 0;
        long after = 0;
        List<Long> jobs;
        do {
            long last = after;
            jobs = database.read((handle, isRepeated) -> handle.createQuery(next)
                    .bindMap(where.values())
                    .bind("portionAfter", last)
                    .mapTo(Long.class)
                    .list());
            changed += each(jobs, work);
            after = jobs.isEmpty() ? after : jobs.get(jobs.size() - 1);
        } while (jobs.size() == READ_AT_ONCE);
        return changed;
    }

    /** Does something to jobs by their numbers. */
    public long each(List<Long> jobs, Work work) {
        long changed = 0;
        for (int from = 0; from < jobs.size(); from += SIZE) {
            List<Long> portion = jobs.subList(from, Math.min(from + SIZE, jobs.size()));
            String numbers = IdChunks.in(portion);
            long begun = database.scheduler().nanos();
            changed += database.write((handle, isRepeated) -> work.in(handle, numbers));
            if (from + SIZE < jobs.size()) {
                makeRoom(database.scheduler().since(begun));
            }
        }
        return changed;
    }

    /** Leaves a database that takes one writer at a time to others for as long as they were kept from it. */
    public void makeRoom(Duration spent) {
        if (!database.hasOneWriter()) {
            return;
        }
        try {
            database.scheduler().sleep(spent.compareTo(LOOK) < 0 ? spent : LOOK);
        } catch (InterruptedException e) {
            // the next transaction that has to wait says so; without waiting all can be done
            Thread.currentThread().interrupt();
        }
    }
}
