/** The job table as tables and statements: one implementation for all databases, the differences in its dialects. */
@NullMarked
package pipeline.store.sql;

import org.jspecify.annotations.NullMarked;
