package pipeline.store.sql;

import pipeline.testing.stores.StoreKind;

class SqliteLifeIT extends LifeContract {

    SqliteLifeIT() {
        super(StoreKind.SQLITE_FILE);
    }
}
