package pipeline.store.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import pipeline.store.Claim;
import pipeline.store.Exchange;
import pipeline.store.Finish;
import pipeline.store.JobRow;
import pipeline.store.NewMember;
import pipeline.store.ProcessMark;
import pipeline.store.Reservation;
import pipeline.store.query.Condition;

/** Makes reservations and ends them: the only place where a job becomes reserved. */
final class Reservations {

    private static final String RESERVE = """
            UPDATE job SET status = 'reserved', reason = '', owner = ?, reservation = reservation + 1,
              attempts = attempts + 1, reserved_time = %1$s, completed_time = NULL, duration = NULL, result = NULL,
              failure_kind = NULL, exit_code = NULL, error_message = '', error_stack = NULL, user_name = ?, pid = ?,
              connection_id = (SELECT m.connection_id FROM member m WHERE m.member_id = ?), version = ?
            WHERE job_id = ? AND status = 'pending' AND scheduled_time <= %1$s
              AND EXISTS (SELECT 1 FROM member m WHERE m.member_id = ? AND m.ended_time IS NULL)""";

    private static final String MINE =
            "SELECT job_id, reservation, attempts FROM job WHERE status = 'reserved' AND owner = ? AND job_id IN (%s)";

    private static final String ATTEMPT = """
            INSERT INTO attempt (job_id, number, reservation, member_id, host, user_name, machine, pid, connection_id,
              version, reserved_time, error_message)
            SELECT job_id, attempts, reservation, owner, host, user_name, ?, pid, connection_id, version, reserved_time, ''
            FROM job WHERE job_id IN (%s)""";

    private static final String CLAIMABLE =
            "SELECT job_id FROM job WHERE status = 'pending' AND scheduled_time <= %s AND %s AND (%s)"
                    + " ORDER BY priority, scheduled_time, job_id LIMIT %d%s";

    private final Database database;
    private final Members members;
    private final Endings endings;
    private final ConditionSql conditions;
    private final String now;
    private final String reserve;

    /** What does not change of the members that reserved something here; there is one for each master or worker. */
    private final Map<Long, NewMember> known = new ConcurrentHashMap<>();

    Reservations(Database database, Members members, Endings endings, ConditionSql conditions) {
        this.database = database;
        this.members = members;
        this.endings = endings;
        this.conditions = conditions;
        this.now = database.dialect().now();
        this.reserve = RESERVE.formatted(now);
    }

    Exchange exchange(long member, List<Finish> finished, List<Long> wanted) {
        return database.write((handle, isRepeated) -> {
            List<Boolean> accepted = endings.write(handle, finished, isRepeated);
            Map<Long, Reservation> had = wanted.isEmpty() ? Map.of() : reserve(handle, member, wanted, isRepeated);
            List<Optional<Reservation>> reserved = new ArrayList<>(wanted.size());
            wanted.forEach(job -> reserved.add(Optional.ofNullable(had.get(job))));
            return new Exchange(accepted, reserved);
        });
    }

    List<Claim> claim(long member, Condition within, int most) {
        Where condition = conditions.of(within);
        Set<Long> candidates = new LinkedHashSet<>();
        return database.write((handle, isRepeated) -> {
            Map<Long, Reservation> had = new HashMap<>();
            if (isRepeated) {
                // nobody but this try knows of what an earlier one has reserved
                Chunks.each(candidates, piece -> mine(handle, member, piece, had));
            }
            if (had.size() < most) {
                List<Long> more = claimable(handle, condition, most - had.size());
                had.putAll(more.isEmpty() ? Map.of() : reserve(handle, member, more, false));
                candidates.addAll(more);
            }
            if (had.isEmpty()) {
                return List.of();
            }
            Map<Long, JobRow> rows = new HashMap<>();
            JobReader.byIds(handle, had.keySet()).forEach(row -> rows.put(row.id(), row));
            List<Claim> claims = new ArrayList<>();
            for (long job : candidates) {
                Reservation reservation = had.get(job);
                JobRow row = rows.get(job);
                if (reservation != null && row != null) {
                    claims.add(new Claim(row, reservation));
                }
            }
            return claims;
        });
    }

    private List<Long> claimable(Handle handle, Where condition, int most) {
        return handle.createQuery(CLAIMABLE.formatted(
                        now,
                        Columns.VISIBLE,
                        condition.sql(),
                        most,
                        database.dialect().skipLocked()))
                .bindMap(condition.values())
                .mapTo(Long.class)
                .list();
    }

    /**
     * Reserves what is to be had.
     *
     * @param isRepeated whether an earlier try may have been committed: what this member has reserved is its own then, since
     *     it does not ask for what it knows it has
     */
    private Map<Long, Reservation> reserve(Handle handle, long owner, Collection<Long> wanted, boolean isRepeated) {
        Map<Long, Reservation> had = new HashMap<>();
        NewMember member = known.computeIfAbsent(
                owner, number -> members.get(handle, number).member());
        Chunks.each(wanted, piece -> reserve(handle, owner, member, piece, isRepeated, had));
        return had;
    }

    private void reserve(
            Handle handle,
            long owner,
            NewMember member,
            List<Long> wanted,
            boolean isRepeated,
            Map<Long, Reservation> had) {
        List<Long> won = win(handle, owner, member, wanted);
        mine(handle, owner, isRepeated ? wanted : won, had);
        if (!won.isEmpty()) {
            int places = Chunks.places(won.size());
            database.use(handle, ATTEMPT.formatted(Chunks.marks(places)), statement -> {
                statement.setString(1, member.process().machine());
                bind(statement, 2, won, places);
                return statement.executeUpdate();
            });
        }
    }

    /** Gives the values to the question marks from a place on; the last value fills up. */
    private static void bind(PreparedStatement statement, int from, List<Long> values, int places) throws SQLException {
        for (int i = 0; i < places; i++) {
            statement.setLong(from + i, values.get(Math.min(i, values.size() - 1)));
        }
    }

    /** Gives the jobs that one row was changed for: those and no others are reserved now. */
    private List<Long> win(Handle handle, long owner, NewMember member, List<Long> wanted) {
        ProcessMark process = member.process();
        int[] counts = database.use(handle, reserve, statement -> {
            for (long job : wanted) {
                statement.setLong(1, owner);
                statement.setString(2, process.user());
                statement.setLong(3, process.pid());
                statement.setLong(4, owner);
                statement.setString(5, member.version());
                statement.setLong(6, job);
                statement.setLong(7, owner);
                statement.addBatch();
            }
            return statement.executeBatch();
        });
        List<Long> won = new ArrayList<>(wanted.size());
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 1) {
                won.add(wanted.get(i));
            }
        }
        return won;
    }

    private void mine(Handle handle, long owner, List<Long> jobs, Map<Long, Reservation> had) {
        if (jobs.isEmpty()) {
            return;
        }
        int places = Chunks.places(jobs.size());
        database.use(handle, MINE.formatted(Chunks.marks(places)), statement -> {
            statement.setLong(1, owner);
            bind(statement, 2, jobs, places);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    had.put(rows.getLong(1), new Reservation(rows.getLong(1), rows.getLong(2), rows.getInt(3)));
                }
            }
            return had;
        });
    }
}
