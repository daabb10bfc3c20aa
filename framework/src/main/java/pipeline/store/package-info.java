/**
 * The job table in SQLite, PostgreSQL or MariaDB, in five interfaces by who calls them: members, reservations, changes, queries and
 * the records of steps. The contract tests hold for every database. What waits here waits by a {@link pipeline.time.Scheduler}, except
 * for what has a wait of its own: HikariCP for a connection, the drivers for sockets and locks, and {@link pipeline.store.CodeVersion}
 * for git.
 */
@NullMarked
package pipeline.store;

import org.jspecify.annotations.NullMarked;
