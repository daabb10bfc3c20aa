/** Databases for tests of the job table: SQLite, and real servers of PostgreSQL and MariaDB. */
@NullMarked
package pipeline.testing.stores;

import org.jspecify.annotations.NullMarked;
