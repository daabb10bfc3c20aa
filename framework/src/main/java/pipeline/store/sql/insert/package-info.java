/** Brings new jobs into the table, many at a time. */
@NullMarked
package pipeline.store.sql.insert;

import org.jspecify.annotations.NullMarked;
