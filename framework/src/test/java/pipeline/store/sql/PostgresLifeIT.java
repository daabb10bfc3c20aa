package pipeline.store.sql;

import pipeline.testing.stores.StoreKind;

class PostgresLifeIT extends LifeContract {

    PostgresLifeIT() {
        super(StoreKind.POSTGRESQL);
    }
}
