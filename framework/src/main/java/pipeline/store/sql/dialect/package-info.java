/** How SQLite, PostgreSQL and MariaDB say what they say differently. */
@NullMarked
package pipeline.store.sql.dialect;

import org.jspecify.annotations.NullMarked;
