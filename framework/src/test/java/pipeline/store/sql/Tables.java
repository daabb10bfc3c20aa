package pipeline.store.sql;

import java.time.Duration;
import java.util.Optional;
import pipeline.store.JobTable;
import pipeline.store.OpenMode;
import pipeline.store.TableLocation;
import pipeline.store.settings.JobTables;
import pipeline.store.settings.JobsSettings;
import pipeline.store.support.RetryLimit;
import pipeline.testing.stores.StorePlace;

/** Opens tables at the places of the fixtures. */
final class Tables {

    private Tables() {}

    static TableLocation place(StorePlace place) {
        return new TableLocation(place.url(), Optional.ofNullable(place.user()), Optional.ofNullable(place.password()));
    }

    static JobTable open(StorePlace place) {
        return JobTables.open(JobsSettings.defaults(place(place)), OpenMode.WRITE);
    }

    /** Opens one as masters and workers do, who wait for what must be mended too. */
    static Database databaseForRun(StorePlace place, Duration patience) {
        return SqlJobTables.database(place(place), OpenMode.WRITE, new RetryLimit(Optional.of(patience), true));
    }

    static Database database(StorePlace place) {
        return database(place, OpenMode.WRITE, Duration.ofSeconds(60));
    }

    static Database database(StorePlace place, OpenMode mode, Duration patience) {
        return SqlJobTables.database(place(place), mode, RetryLimit.of(patience));
    }
}
