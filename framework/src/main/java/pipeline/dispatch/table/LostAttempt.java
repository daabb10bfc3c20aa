package pipeline.dispatch.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import pipeline.job.identity.Fingerprint;
import pipeline.store.AttemptRow;
import pipeline.store.JobTable;
import pipeline.store.Reservation;

/**
 * An attempt at a job of which the table does not know how it ended.
 *
 * @param owner names who made it, among all masters and workers that ever were
 * @param isOwnerGone whether the owner is not a member of the table any more
 * @param id the name under which the host keeps what became of it
 * @param isSameWork whether it does what the job would do now
 */
public record LostAttempt(String owner, boolean isOwnerGone, String id, boolean isSameWork) {

    /** Returns the name under which a host keeps what becomes of an attempt. */
    public static String id(long job, int attempt) {
        return job + "." + attempt;
    }

    /** Returns the job of an attempt. */
    public static long job(String id) {
        return Long.parseLong(id.substring(0, id.indexOf('.')));
    }

    /** Returns the attempts right before a reservation of which the table does not know how they ended, the youngest first. */
    static List<LostAttempt> before(Reservation reservation, JobTable table) {
        Map<Integer, AttemptRow> attempts =
                table.attempts(reservation.job()).stream().collect(Collectors.toMap(AttemptRow::number, row -> row));
        AttemptRow now = attempts.get(reservation.attempt());
        List<LostAttempt> lost = new ArrayList<>();
        for (int number = reservation.attempt() - 1; number > 0; number--) {
            AttemptRow attempt = attempts.get(number);
            if (attempt == null || attempt.ending() != AttemptRow.AttemptEnd.LOST) {
                break;
            }
            table.members(true).stream()
                    .filter(row -> row.id() == attempt.owner().member())
                    .findFirst()
                    .map(owner -> new LostAttempt(
                            owner.uuid(),
                            owner.ended() != null,
                            id(attempt.job(), attempt.number()),
                            isSameWork(attempt, now)))
                    .ifPresent(lost::add);
        }
        return List.copyOf(lost);
    }

    /** Of attempts that were made before anybody noted what they do it is taken for granted. */
    private static boolean isSameWork(AttemptRow attempt, @Nullable AttemptRow now) {
        Fingerprint before = attempt.fingerprint();
        Fingerprint wanted = now == null ? null : now.fingerprint();
        return before == null || now == null || (wanted != null && before.isSameWork(wanted));
    }
}
