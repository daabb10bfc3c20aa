package pipeline.store.sql;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import org.jdbi.v3.core.Handle;
import pipeline.store.Drain;
import pipeline.store.ProcessMark;

/** The hosts that somebody has drained. */
final class Drains {

    /** The databases do not agree on the order of texts. */
    private static final Comparator<Drain> ORDER =
            Comparator.comparing(Drain::host).thenComparing(Drain::jobName);

    private static final int LONGEST_REASON = 2047;

    private final Database database;
    private final Dialect dialect;

    Drains(Database database) {
        this.database = database;
        this.dialect = database.dialect();
    }

    long drain(Collection<String> hosts, String jobName, ProcessMark who, String reason) {
        return database.write((handle, isRepeated) -> {
            // two people at a time would each insert the same host
            handle.execute(Schema.ONE_AT_A_TIME);
            for (String host : new LinkedHashSet<>(hosts)) {
                delete(handle, host, jobName);
                handle.createUpdate(("INSERT INTO drain (host, job_name, user_name, machine, reason, drained_time)"
                                        + " VALUES (:host, :jobName, :user, :machine, :reason, %s)")
                                .formatted(dialect.now()))
                        .bind("host", host)
                        .bind("jobName", jobName)
                        .bind("user", Texts.shortened(who.user(), 255))
                        .bind("machine", Texts.shortened(who.machine(), 255))
                        .bind("reason", Texts.shortened(reason, LONGEST_REASON))
                        .execute();
            }
            return (long) new LinkedHashSet<>(hosts).size();
        });
    }

    long undrain(Collection<String> hosts, String jobName) {
        return database.write((handle, isRepeated) -> {
            long undrained = 0;
            for (String host : new LinkedHashSet<>(hosts)) {
                undrained += delete(handle, host, jobName);
            }
            return undrained;
        });
    }

    private static int delete(Handle handle, String host, String jobName) {
        return handle.createUpdate("DELETE FROM drain WHERE host = :host AND job_name = :jobName")
                .bind("host", host)
                .bind("jobName", jobName)
                .execute();
    }

    List<Drain> list() {
        return database.read((handle, isRepeated) -> handle
                .createQuery("SELECT * FROM drain")
                .map((row, context) -> new Drain(
                        row.getString("host"),
                        row.getString("job_name"),
                        row.getString("user_name"),
                        row.getString("machine"),
                        row.getString("reason"),
                        Instant.ofEpochMilli(row.getLong("drained_time"))))
                .list()
                .stream()
                .sorted(ORDER)
                .toList());
    }
}
