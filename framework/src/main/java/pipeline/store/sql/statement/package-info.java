/** What statements are made of: conditions, values, rows, and lists of numbers in portions. */
@NullMarked
package pipeline.store.sql.statement;

import org.jspecify.annotations.NullMarked;
