package pipeline.store.sql;

import java.time.Duration;
import java.util.Optional;
import pipeline.store.JobTable;
import pipeline.store.JobsSettings;
import pipeline.store.TablePlace;
import pipeline.testing.stores.StorePlace;

/** Opens tables at the places of the fixtures. */
final class Tables {

    private Tables() {}

    static TablePlace place(StorePlace place) {
        return new TablePlace(place.url(), Optional.ofNullable(place.user()), Optional.ofNullable(place.password()));
    }

    static JobTable open(StorePlace place) {
        return JobTables.open(JobsSettings.defaults(place(place)), Access.WRITE);
    }

    /** Opens one as masters and workers do, who wait for what must be mended too. */
    static Database databaseForRun(StorePlace place, Duration patience) {
        return JobTables.database(place(place), Access.WRITE, new WaitLimit(Optional.of(patience), true));
    }

    static Database database(StorePlace place) {
        return database(place, Access.WRITE, Duration.ofSeconds(60));
    }

    static Database database(StorePlace place, Access access, Duration patience) {
        return JobTables.database(place(place), access, WaitLimit.of(patience));
    }
}
