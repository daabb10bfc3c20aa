package pipeline.store.sql;

import org.junit.jupiter.api.extension.RegisterExtension;
import pipeline.store.JobTable;
import pipeline.testing.stores.FreshStore;
import pipeline.testing.stores.StoreKind;

class MariaDbJobReservationsIT extends JobReservationsContract {

    @RegisterExtension
    final FreshStore store = FreshStore.withTables(StoreKind.MARIADB);

    @Override
    JobTable open() {
        return Tables.open(store.place());
    }
}
