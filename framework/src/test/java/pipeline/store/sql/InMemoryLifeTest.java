package pipeline.store.sql;

import pipeline.testing.stores.StoreKind;

class InMemoryLifeTest extends LifeContract {

    InMemoryLifeTest() {
        super(StoreKind.SQLITE_MEMORY);
    }
}
