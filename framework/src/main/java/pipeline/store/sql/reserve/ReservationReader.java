package pipeline.store.sql.reserve;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import pipeline.store.Reservation;
import pipeline.store.sql.connection.Database;
import pipeline.store.sql.statement.Binder;
import pipeline.store.sql.statement.IdChunks;

/** Reads what a member has reserved. */
final class ReservationReader {

    private static final String MINE =
            "SELECT job_id, reservation, attempts FROM job WHERE status = 'reserved' AND owner = ? AND job_id IN (%s)";

    private final Database database;

    ReservationReader(Database database) {
        this.database = database;
    }

    /** Returns the reservations of those jobs that the owner has; there must be at least one job. */
    List<Reservation> of(Handle handle, long owner, List<Long> jobs) {
        int places = IdChunks.places(jobs.size());
        return database.use(handle, MINE.formatted(IdChunks.marks(places)), statement -> {
            new Binder(statement).number(owner).numbers(jobs, places);
            return read(statement.executeQuery());
        });
    }

    /** Reads job, reservation and attempt from rows, and closes them. */
    static List<Reservation> read(ResultSet rows) throws SQLException {
        try (rows) {
            List<Reservation> reservations = new ArrayList<>();
            while (rows.next()) {
                reservations.add(new Reservation(rows.getLong(1), rows.getLong(2), rows.getInt(3)));
            }
            return reservations;
        }
    }
}
