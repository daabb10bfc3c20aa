package pipeline.store.sql.reserve;

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
import pipeline.store.ClaimedJob;
import pipeline.store.Finish;
import pipeline.store.FinishAndReserveResult;
import pipeline.store.JobRow;
import pipeline.store.NewMember;
import pipeline.store.Reservation;
import pipeline.store.query.QueryCondition;
import pipeline.store.sql.connection.Database;
import pipeline.store.sql.query.JobReader;
import pipeline.store.sql.statement.ConditionSql;
import pipeline.store.sql.statement.IdChunks;
import pipeline.store.sql.statement.RowMappers;
import pipeline.store.sql.statement.WhereClause;

/** Makes reservations and ends them: the only place where a job becomes reserved. */
public final class Reservations {

    private static final String CLAIMABLE =
            "SELECT job_id FROM job WHERE status = 'pending' AND scheduled_time <= %s AND %s AND (%s)"
                    + " ORDER BY priority, scheduled_time, job_id LIMIT %d%s";

    private final Database database;
    private final MemberStatements members;
    private final FinishStatements finishStatements;
    private final ConditionSql conditions;
    private final String now;
    private final ReservationReader reserved;
    private final ReserveStatement jobs;

    /** What does not change of the members that reserved something here; there is one for each master or worker. */
    private final Map<Long, NewMember> known = new ConcurrentHashMap<>();

    public Reservations(
            Database database, MemberStatements members, FinishStatements finishStatements, ConditionSql conditions) {
        this.database = database;
        this.members = members;
        this.finishStatements = finishStatements;
        this.conditions = conditions;
        this.now = database.dialect().now();
        this.reserved = new ReservationReader(database);
        this.jobs = database.dialect().hasArrays() ? new ArrayReserve(database) : new RowReserve(database, reserved);
    }

    public FinishAndReserveResult finishAndReserve(long member, List<Finish> finished, List<Long> wanted) {
        return database.write((handle, isRepeated) -> {
            List<Boolean> accepted = finishStatements.write(handle, finished, isRepeated);
            Map<Long, Reservation> had = wanted.isEmpty() ? Map.of() : reserve(handle, member, wanted, isRepeated);
            List<Optional<Reservation>> reserved = new ArrayList<>(wanted.size());
            wanted.forEach(job -> reserved.add(Optional.ofNullable(had.get(job))));
            return new FinishAndReserveResult(accepted, reserved);
        });
    }

    public List<ClaimedJob> claim(long member, QueryCondition within, int most) {
        WhereClause condition = conditions.of(within);
        Set<Long> candidates = new LinkedHashSet<>();
        return database.write((handle, isRepeated) -> {
            Map<Long, Reservation> had = new HashMap<>();
            if (isRepeated) {
                // nobody but this try knows of what an earlier one has reserved
                IdChunks.each(
                        candidates,
                        piece -> reserved.of(handle, member, piece)
                                .forEach(reservation -> had.put(reservation.job(), reservation)));
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
            List<ClaimedJob> claims = new ArrayList<>();
            for (long job : candidates) {
                Reservation reservation = had.get(job);
                JobRow row = rows.get(job);
                if (reservation != null && row != null) {
                    claims.add(new ClaimedJob(row, reservation));
                }
            }
            return claims;
        });
    }

    private List<Long> claimable(Handle handle, WhereClause condition, int most) {
        return handle.createQuery(CLAIMABLE.formatted(
                        now,
                        RowMappers.VISIBLE,
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
        IdChunks.each(wanted, piece -> {
            List<Reservation> won = jobs.reserve(handle, owner, member, piece);
            List<Reservation> mine = isRepeated ? reserved.of(handle, owner, piece) : won;
            mine.forEach(reservation -> had.put(reservation.job(), reservation));
        });
        return had;
    }
}
