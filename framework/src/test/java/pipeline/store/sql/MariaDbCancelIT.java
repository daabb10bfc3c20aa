package pipeline.store.sql;

import pipeline.testing.stores.StoreKind;

class MariaDbCancelIT extends CancelContract {

    MariaDbCancelIT() {
        super(StoreKind.MARIADB);
    }
}
