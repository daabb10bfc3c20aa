package pipeline.store.sql;

import pipeline.testing.stores.StoreKind;

class SqliteCancelIT extends CancelContract {

    SqliteCancelIT() {
        super(StoreKind.SQLITE_FILE);
    }
}
