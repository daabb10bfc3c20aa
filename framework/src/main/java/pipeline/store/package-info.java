/**
 * The job table in SQLite, PostgreSQL or MariaDB, in five interfaces by who calls them: members, reservations, changes, queries and
 * the records of steps. The contract tests hold for every database.
 */
@NullMarked
package pipeline.store;

import org.jspecify.annotations.NullMarked;
