package pipeline.store.sql;

import org.junit.jupiter.api.extension.RegisterExtension;
import pipeline.store.JobTable;
import pipeline.testing.stores.FreshStore;
import pipeline.testing.stores.StoreKind;

class InMemoryJobReservationsTest extends JobReservationsContract {

    @RegisterExtension
    final FreshStore store = new FreshStore(StoreKind.SQLITE_MEMORY);

    @Override
    JobTable open() {
        return Tables.open(store.place());
    }
}
