package pipeline.store.sql;

import org.junit.jupiter.api.extension.RegisterExtension;
import pipeline.testing.stores.FreshStore;
import pipeline.testing.stores.StoreKind;
import pipeline.testing.stores.StorePlace;

class SqliteConcurrencyIT extends ConcurrencyContract {

    @RegisterExtension
    final FreshStore store = new FreshStore(StoreKind.SQLITE_FILE);

    @Override
    StorePlace place() {
        return store.place();
    }
}
