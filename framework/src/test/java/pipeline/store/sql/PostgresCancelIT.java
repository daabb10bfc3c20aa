package pipeline.store.sql;

import pipeline.testing.stores.StoreKind;

class PostgresCancelIT extends CancelContract {

    PostgresCancelIT() {
        super(StoreKind.POSTGRESQL);
    }
}
