package pipeline.store.sql;

import pipeline.testing.stores.StoreKind;

class MariaDbLifeIT extends LifeContract {

    MariaDbLifeIT() {
        super(StoreKind.MARIADB);
    }
}
