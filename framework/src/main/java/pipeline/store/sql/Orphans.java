package pipeline.store.sql;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import pipeline.store.MemberRow;
import pipeline.store.ProcessMark;

/** Finds owners that are dead, and gives back what they had reserved. */
final class Orphans {

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
    private final ProcessMark here;

    Orphans(Database database, ProcessMark here) {
        this.database = database;
        this.now = database.dialect().now();
        this.here = here;
    }

    long free(Duration orphanAfter) {
        return database.write((handle, isRepeated) -> {
            markDead(handle, orphanAfter);
            List<Long> dead = handle.createQuery(
                            "SELECT DISTINCT m.member_id FROM member m JOIN job j ON j.owner = m.member_id"
                                    + " WHERE j.status = 'reserved' AND m.ended_time IS NOT NULL")
                    .mapTo(Long.class)
                    .list();
            forgetBatches(handle);
            return dead.isEmpty() ? 0L : release(handle, dead, Cause.VANISHED);
        });
    }

    /** Notes as ended whoever is silent for too long, or is a process of this machine that is gone. */
    void markDead(Handle handle, Duration orphanAfter) {
        if (!orphanAfter.isZero()) {
            handle.createUpdate("UPDATE member SET ended_time = " + now
                            + " WHERE ended_time IS NULL AND heartbeat_time < " + now + " - :limit")
                    .bind("limit", orphanAfter.toMillis())
                    .execute();
        }
        List<MemberRow> neighbours = handle.createQuery(
                        "SELECT * FROM member WHERE ended_time IS NULL AND machine = :machine AND boot_id = :bootId")
                .bind("machine", here.machine())
                .bind("bootId", here.bootId())
                .map((row, context) -> Columns.member(row))
                .list();
        List<Long> gone = new ArrayList<>();
        for (MemberRow neighbour : neighbours) {
            if (!neighbour.member().process().isAlive()) {
                gone.add(neighbour.id());
            }
        }
        if (!gone.isEmpty()) {
            handle.execute("UPDATE member SET ended_time = " + now + " WHERE member_id IN (" + Chunks.in(gone) + ")");
        }
    }

    /** Gives back what members have reserved. */
    long release(Handle handle, List<Long> members, Cause cause) {
        List<Long> jobs = handle.createQuery("SELECT job_id FROM job WHERE status = 'reserved' AND owner IN ("
                        + Chunks.in(members) + ")" + database.dialect().skipLocked())
                .mapTo(Long.class)
                .list();
        Chunks.each(jobs, piece -> {
            String ids = Chunks.in(piece);
            handle.createUpdate("UPDATE attempt SET ending = :ending, completed_time = " + now
                            + ", failure_kind = :kind, error_message = :message WHERE ending IS NULL AND job_id IN ("
                            + ids
                            + ")")
                    .bind("ending", cause.ending)
                    .bind("kind", cause == Cause.VANISHED ? "lost" : null)
                    .bind("message", cause.message)
                    .execute();
            handle.execute(
                    "UPDATE job SET status = 'pending', owner = NULL, reserved_time = NULL WHERE status = 'reserved' AND job_id IN ("
                            + ids + ")");
        });
        return jobs.size();
    }

    /** Takes out the jobs of batches that will never be complete. */
    private static void forgetBatches(Handle handle) {
        List<Long> batches = handle.createQuery(
                        "SELECT b.batch_id FROM open_batch b JOIN member m ON m.member_id = b.member_id"
                                + " WHERE m.ended_time IS NOT NULL")
                .mapTo(Long.class)
                .list();
        if (!batches.isEmpty()) {
            handle.execute("DELETE FROM job WHERE status = 'pending' AND batch IN (" + Chunks.in(batches) + ")");
            handle.execute("DELETE FROM open_batch WHERE batch_id IN (" + Chunks.in(batches) + ")");
        }
    }
}
