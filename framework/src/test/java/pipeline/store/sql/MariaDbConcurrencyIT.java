package pipeline.store.sql;

import org.junit.jupiter.api.extension.RegisterExtension;
import pipeline.testing.stores.FreshStore;
import pipeline.testing.stores.StoreKind;
import pipeline.testing.stores.StorePlace;

class MariaDbConcurrencyIT extends ConcurrencyContract {

    @RegisterExtension
    final FreshStore store = FreshStore.withTables(StoreKind.MARIADB);

    @Override
    StorePlace place() {
        return store.place();
    }
}
