package pipeline.store.sql;

import pipeline.testing.stores.StoreKind;

class InMemoryCancelTest extends CancelContract {

    InMemoryCancelTest() {
        super(StoreKind.SQLITE_MEMORY);
    }
}
