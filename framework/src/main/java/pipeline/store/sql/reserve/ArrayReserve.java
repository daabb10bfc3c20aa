package pipeline.store.sql.reserve;

import java.util.List;
import org.jdbi.v3.core.Handle;
import pipeline.store.NewMember;
import pipeline.store.Reservation;
import pipeline.store.sql.connection.Database;
import pipeline.store.sql.statement.Binder;

/** Reserves any number of jobs by one statement, where a database returns which rows it changed. */
final class ArrayReserve implements ReserveStatement {

    private static final String SQL = "WITH won AS (" + UPDATE
            + " RETURNING job_id, attempts, reservation, owner, host, user_name, pid, connection_id, version, reserved_time,"
            + " fingerprint),"
            + " begun AS (" + ATTEMPT + "won) SELECT job_id, reservation, attempts FROM won";

    private final Database database;
    private final String sql;

    ArrayReserve(Database database) {
        this.database = database;
        this.sql = SQL.formatted(database.dialect().now(), "= ANY (?)");
    }

    @Override
    public List<Reservation> reserve(Handle handle, long owner, NewMember member, List<Long> wanted) {
        return database.use(handle, sql, statement -> {
            new Binder(statement)
                    .number(owner)
                    .text(member.process().user())
                    .number(member.process().pid())
                    .number(owner)
                    .text(member.version())
                    .array("int8", wanted.toArray())
                    .number(owner)
                    .text(member.process().machine());
            return ReservationReader.read(statement.executeQuery());
        });
    }
}
