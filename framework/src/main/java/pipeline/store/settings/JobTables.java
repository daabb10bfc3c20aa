package pipeline.store.settings;

import java.nio.file.Path;
import java.time.Duration;
import pipeline.store.JobTable;
import pipeline.store.NoJobTableException;
import pipeline.store.OpenMode;
import pipeline.store.TableLocation;
import pipeline.store.sql.SqlJobTables;
import pipeline.store.support.RetryLimit;

/** Opens job tables; here, by its URL, a table gets the store that keeps it. */
public final class JobTables {

    /** How long a command on the table waits, at which somebody sits. */
    private static final RetryLimit COMMAND = RetryLimit.of(Duration.ofSeconds(60));

    private JobTables() {}

    /**
     * Opens the configured table for a master or a worker, which wait for it as long as the jobs can.
     *
     * @throws pipeline.store.StoreException if it cannot be used
     */
    public static JobTable openForRun(JobsSettings settings) {
        return open(settings, OpenMode.WRITE, new RetryLimit(settings.timing().patience(), true));
    }

    /**
     * Opens the configured table for a command that can be typed again.
     *
     * @throws NoJobTableException if it is to be read and nothing has been recorded yet
     * @throws pipeline.store.StoreException if it cannot be used
     */
    public static JobTable open(JobsSettings settings, OpenMode mode) {
        return open(settings, mode, COMMAND);
    }

    /** Opens a new table that ends with the process. */
    public static JobTable inMemory() {
        return open(JobsSettings.defaults(TableLocation.inMemory()), OpenMode.WRITE);
    }

    /** Opens the table in a SQLite file, which is made if it is not there. */
    public static JobTable inFile(Path file) {
        return open(JobsSettings.defaults(TableLocation.in(file)), OpenMode.WRITE);
    }

    private static JobTable open(JobsSettings settings, OpenMode mode, RetryLimit limit) {
        return SqlJobTables.open(settings.place(), mode, limit, settings.rules().keepCompleted());
    }
}
