package pipeline.store.sql;

import org.junit.jupiter.api.extension.RegisterExtension;
import pipeline.testing.stores.FreshStore;
import pipeline.testing.stores.StoreKind;

class ConditionSqlMariaDbIT extends ConditionContract {

    @RegisterExtension
    final FreshStore store = new FreshStore(StoreKind.MARIADB);

    @Override
    Database open() {
        return Tables.database(store.place());
    }
}
