package pipeline.store.sql;

import org.junit.jupiter.api.extension.RegisterExtension;
import pipeline.testing.stores.FreshStore;
import pipeline.testing.stores.StoreKind;

class ConditionSqlPostgresIT extends ConditionContract {

    @RegisterExtension
    final FreshStore store = new FreshStore(StoreKind.POSTGRESQL);

    @Override
    Database open() {
        return Tables.database(store.place());
    }
}
