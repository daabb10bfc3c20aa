package pipeline.store.sql;

import org.junit.jupiter.api.Nested;
import pipeline.testing.stores.StoreKind;

class SchemaIT {

    @Nested
    class InSqliteFile extends SchemaContract {
        InSqliteFile() {
            super(StoreKind.SQLITE_FILE);
        }
    }

    @Nested
    class InPostgres extends SchemaContract {
        InPostgres() {
            super(StoreKind.POSTGRESQL);
        }
    }

    @Nested
    class InMariaDb extends SchemaContract {
        InMariaDb() {
            super(StoreKind.MARIADB);
        }
    }
}
