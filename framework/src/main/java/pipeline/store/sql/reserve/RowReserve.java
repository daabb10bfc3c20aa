package pipeline.store.sql.reserve;

import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import pipeline.store.NewMember;
import pipeline.store.Reservation;
import pipeline.store.sql.connection.Database;
import pipeline.store.sql.statement.Binder;
import pipeline.store.sql.statement.IdChunks;

/** Reserves jobs one by one, in a batch of one statement; the count of changed rows shows what was won. */
final class RowReserve implements ReserveStatement {

    private final Database database;
    private final ReservationReader reserved;
    private final String sql;

    RowReserve(Database database, ReservationReader reserved) {
        this.database = database;
        this.reserved = reserved;
        this.sql = UPDATE.formatted(database.dialect().now(), "= ?");
    }

    @Override
    public List<Reservation> reserve(Handle handle, long owner, NewMember member, List<Long> wanted) {
        List<Long> won = win(handle, owner, member, wanted);
        if (won.isEmpty()) {
            return List.of();
        }
        int places = IdChunks.places(won.size());
        database.use(handle, ATTEMPT + "job WHERE job_id IN (" + IdChunks.marks(places) + ")", statement -> {
            new Binder(statement).text(member.process().machine()).numbers(won, places);
            return statement.executeUpdate();
        });
        return reserved.of(handle, owner, won);
    }

    private List<Long> win(Handle handle, long owner, NewMember member, List<Long> wanted) {
        int[] counts = database.use(handle, sql, statement -> {
            for (long job : wanted) {
                new Binder(statement)
                        .number(owner)
                        .text(member.process().user())
                        .number(member.process().pid())
                        .number(owner)
                        .text(member.version())
                        .number(job)
                        .number(owner);
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
}
