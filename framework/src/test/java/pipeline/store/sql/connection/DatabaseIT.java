package pipeline.store.sql.connection;

import org.junit.jupiter.api.Nested;
import pipeline.testing.stores.StoreKind;

class DatabaseIT {

    @Nested
    class InSqliteFile extends DatabaseContract {
        InSqliteFile() {
            super(StoreKind.SQLITE_FILE);
        }
    }

    @Nested
    class InMemory extends DatabaseContract {
        InMemory() {
            super(StoreKind.SQLITE_MEMORY);
        }
    }

    @Nested
    class InPostgres extends DatabaseContract {
        InPostgres() {
            super(StoreKind.POSTGRESQL);
        }
    }

    @Nested
    class InMariaDb extends DatabaseContract {
        InMariaDb() {
            super(StoreKind.MARIADB);
        }
    }
}
