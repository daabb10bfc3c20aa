package pipeline.store.sql;

import org.junit.jupiter.api.extension.RegisterExtension;
import pipeline.store.JobTable;
import pipeline.testing.stores.FreshStore;
import pipeline.testing.stores.StoreKind;

class PostgresJobQueriesIT extends JobQueriesContract {

    @RegisterExtension
    final FreshStore store = FreshStore.withTables(StoreKind.POSTGRESQL);

    @Override
    JobTable open() {
        return Tables.open(store.place());
    }
}
