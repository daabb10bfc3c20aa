package pipeline.store.sql.change;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import pipeline.store.FingerprintUpdate;
import pipeline.store.sql.connection.Database;
import pipeline.store.sql.statement.Binder;
import pipeline.store.support.StoredText;

/** Writes the fingerprints of jobs, only where no attempt has begun since they were found out. */
public final class FingerprintWriter {

    private static final String JOB = "UPDATE job SET fingerprint = ? WHERE job_id = ? AND attempts = ?";
    private static final String ATTEMPT =
            "UPDATE attempt SET fingerprint = ? WHERE job_id = ? AND number = ? AND ending IS NULL";

    /** So many in one transaction, so that others get their turn. */
    private static final int AT_ONCE = 10_000;

    private final Database database;

    public FingerprintWriter(Database database) {
        this.database = database;
    }

    public void note(Collection<FingerprintUpdate> noted) {
        List<FingerprintUpdate> all = new ArrayList<>(noted);
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            List<FingerprintUpdate> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
            database.write((handle, isRepeated) -> {
                write(handle, JOB, some);
                write(handle, ATTEMPT, some);
                return true;
            });
        }
    }

    private void write(Handle handle, String sql, List<FingerprintUpdate> noted) {
        database.use(handle, sql, statement -> {
            for (FingerprintUpdate one : noted) {
                new Binder(statement)
                        .text(StoredText.clean(one.fingerprint().json()))
                        .number(one.job())
                        .number(one.attempts());
                statement.addBatch();
            }
            return statement.executeBatch();
        });
    }
}
