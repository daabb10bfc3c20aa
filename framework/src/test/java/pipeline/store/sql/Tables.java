package pipeline.store.sql;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import pipeline.store.JobTable;
import pipeline.store.OpenMode;
import pipeline.store.TableLocation;
import pipeline.store.settings.JobTables;
import pipeline.store.settings.JobsSettings;
import pipeline.store.sql.connection.Database;
import pipeline.store.sql.connection.SqliteFile;
import pipeline.store.support.RetryLimit;
import pipeline.testing.stores.StorePlace;

/** Opens tables at the places of the fixtures. */
public final class Tables {

    private Tables() {}

    static TableLocation place(StorePlace place) {
        return new TableLocation(place.url(), Optional.ofNullable(place.user()), Optional.ofNullable(place.password()));
    }

    public static JobTable open(StorePlace place) {
        return JobTables.open(JobsSettings.defaults(place(place)), OpenMode.WRITE);
    }

    /** Opens one as masters and workers do, who wait for what must be mended too. */
    static Database databaseForRun(StorePlace place, Duration patience) {
        return SqlJobTables.database(place(place), OpenMode.WRITE, new RetryLimit(Optional.of(patience), true));
    }

    public static Database inMemory(Duration patience) {
        return SqlJobTables.database(TableLocation.inMemory(), OpenMode.WRITE, RetryLimit.of(patience));
    }

    public static Database inFile(Path file, OpenMode mode, Duration patience) {
        return SqlJobTables.database(TableLocation.in(file), mode, RetryLimit.of(patience));
    }

    /** Opens one in a file of which everything is known. */
    public static Database inFile(SqliteFile file, OpenMode mode, Duration patience) {
        return SqlJobTables.database(TableLocation.in(file.path()), Optional.of(file), mode, RetryLimit.of(patience));
    }

    public static Database database(StorePlace place) {
        return database(place, OpenMode.WRITE, Duration.ofSeconds(60));
    }

    public static Database database(StorePlace place, OpenMode mode, Duration patience) {
        return SqlJobTables.database(place(place), mode, RetryLimit.of(patience));
    }
}
