package pipeline.store.sql.change;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import org.jdbi.v3.core.Handle;
import pipeline.store.DrainedHost;
import pipeline.store.ProcessIdentity;
import pipeline.store.sql.connection.Database;
import pipeline.store.sql.dialect.Dialect;
import pipeline.store.sql.schema.SchemaMigration;
import pipeline.store.support.StoredText;

/** Reads and writes the drained hosts. */
public final class DrainedHosts {

    /** The databases do not agree on the order of texts. */
    private static final Comparator<DrainedHost> ORDER =
            Comparator.comparing(DrainedHost::host).thenComparing(DrainedHost::jobName);

    private static final int LONGEST_REASON = 2047;

    private final Database database;
    private final Dialect dialect;

    public DrainedHosts(Database database) {
        this.database = database;
        this.dialect = database.dialect();
    }

    public long drain(Collection<String> hosts, String jobName, ProcessIdentity who, String reason) {
        return database.write((handle, isRepeated) -> {
            // two people at a time would each insert the same host
            handle.execute(SchemaMigration.ONE_AT_A_TIME);
            for (String host : new LinkedHashSet<>(hosts)) {
                delete(handle, host, jobName);
                handle.createUpdate(("INSERT INTO drain (host, job_name, user_name, machine, reason, drained_time)"
                                        + " VALUES (:host, :jobName, :user, :machine, :reason, %s)")
                                .formatted(dialect.now()))
                        .bind("host", host)
                        .bind("jobName", jobName)
                        .bind("user", StoredText.shortened(who.user(), 255))
                        .bind("machine", StoredText.shortened(who.machine(), 255))
                        .bind("reason", StoredText.shortened(reason, LONGEST_REASON))
                        .execute();
            }
            return (long) new LinkedHashSet<>(hosts).size();
        });
    }

    public long undrain(Collection<String> hosts, String jobName) {
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

    public List<DrainedHost> list() {
        return database.read((handle, isRepeated) -> handle
                .createQuery("SELECT * FROM drain")
                .map((row, context) -> new DrainedHost(
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
