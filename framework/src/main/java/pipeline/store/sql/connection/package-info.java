/** Connections to SQLite, PostgreSQL and MariaDB, and transactions on them: opened, shared, tried again, and closed. */
@NullMarked
package pipeline.store.sql.connection;

import org.jspecify.annotations.NullMarked;
