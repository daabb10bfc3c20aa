package pipeline.store.sql.reserve;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import pipeline.store.MemberRow;
import pipeline.store.ProcessIdentity;
import pipeline.store.sql.connection.Database;
import pipeline.store.sql.statement.IdChunks;
import pipeline.store.sql.statement.RowMappers;

/** Finds members that are dead, and makes the jobs pending again that they had reserved. */
public final class OrphanRecovery {

    /** Why a member's reservations are given back. */
    enum Cause {
        /** It ended in good order. */
        LEFT("released", ""),
        /** It vanished. */
        VANISHED("lost", "the process that ran it vanished");

        private final String ending;
        private final String message;

        Cause(String ending, String message) {
            this.ending = ending;
            this.message = message;
        }
    }

    private final Database database;
    private final String now;
    private final ProcessIdentity here;

    public OrphanRecovery(Database database, ProcessIdentity here) {
        this.database = database;
        this.now = database.dialect().now();
        this.here = here;
    }

    /**
     * Marks dead members and gives back what they had reserved; where there is nothing to do, nobody who writes is held up.
     *
     * @param caller who asks, and so lives; {@link pipeline.store.JobTable#NOBODY} if it is no member
     */
    public long free(long caller, Duration orphanAfter) {
        boolean isNeeded = database.read(
                (handle, isRepeated) -> !dead(handle, caller, orphanAfter).isEmpty()
                        || !bereft(handle).isEmpty()
                        || !batches(handle).isEmpty());
        return isNeeded ? database.write((handle, isRepeated) -> release(handle, caller, orphanAfter)) : 0;
    }

    private long release(Handle handle, long caller, Duration orphanAfter) {
        markDead(handle, caller, orphanAfter);
        List<Long> owners = bereft(handle);
        forgetBatches(handle);
        return owners.isEmpty() ? 0L : release(handle, owners, Cause.VANISHED);
    }

    /** Returns the members that have ended and still have jobs reserved. */
    private static List<Long> bereft(Handle handle) {
        return handle.createQuery("SELECT DISTINCT m.member_id FROM member m JOIN job j ON j.owner = m.member_id"
                        + " WHERE j.status = 'reserved' AND m.ended_time IS NOT NULL")
                .mapTo(Long.class)
                .list();
    }

    /** Notes which members are dead. */
    void markDead(Handle handle, long caller, Duration orphanAfter) {
        List<Long> gone = dead(handle, caller, orphanAfter);
        if (!gone.isEmpty()) {
            handle.execute("UPDATE member SET ended_time = " + now + " WHERE ended_time IS NULL AND member_id IN ("
                    + IdChunks.in(gone) + ")");
        }
    }

    /**
     * Returns the members that are dead: a process of this machine and boot that is gone, however lately it was heard of; and
     * one of another machine, or of a system that does not distinguish boots, that is silent for too long. A clock says
     * nothing of a process that can be looked at: it may have been stopped for a while, and its machine too.
     */
    private List<Long> dead(Handle handle, long caller, Duration orphanAfter) {
        String silent = "(:limit > 0 AND heartbeat_time < " + now + " - :limit)";
        List<Suspect> suspects = handle.createQuery(
                        "SELECT m.*, CASE WHEN " + silent + " THEN 1 ELSE 0 END AS is_silent"
                                + " FROM member m WHERE ended_time IS NULL AND member_id <> :caller"
                                + " AND (" + silent + " OR (machine = :machine AND boot_id = :bootId))")
                .bind("caller", caller)
                .bind("machine", here.machine())
                .bind("bootId", here.bootId())
                .bind("limit", orphanAfter.toMillis())
                .map((row, context) -> new Suspect(RowMappers.member(row), row.getBoolean("is_silent")))
                .list();
        return new ArrayList<>(suspects.stream()
                .filter(suspect -> suspect.isDead(here))
                .map(suspect -> suspect.row().id())
                .toList());
    }

    /** A member that may be dead. */
    private record Suspect(MemberRow row, boolean isSilent) {
        boolean isDead(ProcessIdentity here) {
            ProcessIdentity process = row.member().process();
            boolean isNeighbour =
                    process.machine().equals(here.machine()) && process.bootId().equals(here.bootId());
            if (isNeighbour && !process.isAlive()) {
                return true;
            }
            return isSilent && !(isNeighbour && !here.bootId().isEmpty());
        }
    }

    /** Makes the jobs that members have reserved pending again. */
    long release(Handle handle, List<Long> members, Cause cause) {
        List<Long> jobs = handle.createQuery("SELECT job_id FROM job WHERE status = 'reserved' AND owner IN ("
                        + IdChunks.in(members) + ")" + database.dialect().skipLocked())
                .mapTo(Long.class)
                .list();
        IdChunks.each(jobs, piece -> {
            String ids = IdChunks.in(piece);
            handle.createUpdate("UPDATE attempt SET ending = :ending, completed_time = " + now
                            + ", failure_kind = :kind, error_message = :message WHERE ending IS NULL AND job_id IN ("
                            + ids
                            + ")")
                    .bind("ending", cause.ending)
                    .bind("kind", cause == Cause.VANISHED ? "lost" : null)
                    .bind("message", cause.message)
                    .execute();
            handle.execute("UPDATE job SET status = 'pending', " + RowMappers.UNRESERVED
                    + " WHERE status = 'reserved' AND job_id IN (" + ids + ")");
        });
        return jobs.size();
    }

    /** Returns the batches that will never be complete. */
    private static List<Long> batches(Handle handle) {
        return handle.createQuery("SELECT b.batch_id FROM open_batch b JOIN member m ON m.member_id = b.member_id"
                        + " WHERE m.ended_time IS NOT NULL")
                .mapTo(Long.class)
                .list();
    }

    /** Takes out the jobs of batches that will never be complete. */
    private static void forgetBatches(Handle handle) {
        List<Long> batches = batches(handle);
        if (!batches.isEmpty()) {
            handle.execute("DELETE FROM job WHERE status = 'pending' AND batch IN (" + IdChunks.in(batches) + ")");
            handle.execute("DELETE FROM open_batch WHERE batch_id IN (" + IdChunks.in(batches) + ")");
        }
    }
}
