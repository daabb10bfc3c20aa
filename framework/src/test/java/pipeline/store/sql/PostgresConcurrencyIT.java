package pipeline.store.sql;

import org.junit.jupiter.api.extension.RegisterExtension;
import pipeline.testing.stores.FreshStore;
import pipeline.testing.stores.StoreKind;
import pipeline.testing.stores.StorePlace;

class PostgresConcurrencyIT extends ConcurrencyContract {

    @RegisterExtension
    final FreshStore store = FreshStore.withTables(StoreKind.POSTGRESQL);

    @Override
    StorePlace place() {
        return store.place();
    }
}
