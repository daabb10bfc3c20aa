package pipeline.store.sql.statement;

import org.junit.jupiter.api.extension.RegisterExtension;
import pipeline.store.sql.Tables;
import pipeline.store.sql.connection.Database;
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
