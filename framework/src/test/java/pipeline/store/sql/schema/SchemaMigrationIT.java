package pipeline.store.sql.schema;

import org.junit.jupiter.api.Nested;
import pipeline.testing.stores.StoreKind;

class SchemaMigrationIT {

    @Nested
    class InSqliteFile extends SchemaMigrationContract {
        InSqliteFile() {
            super(StoreKind.SQLITE_FILE);
        }
    }

    @Nested
    class InPostgres extends SchemaMigrationContract {
        InPostgres() {
            super(StoreKind.POSTGRESQL);
        }
    }

    @Nested
    class InMariaDb extends SchemaMigrationContract {
        InMariaDb() {
            super(StoreKind.MARIADB);
        }
    }
}
