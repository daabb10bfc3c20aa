/** The job table in SQLite, PostgreSQL or MariaDB, behind one interface and one contract test. */
@NullMarked
package pipeline.store;

import org.jspecify.annotations.NullMarked;
