/** The tables, and the steps that bring those of an older program to the form that this one knows. */
@NullMarked
package pipeline.store.sql.schema;

import org.jspecify.annotations.NullMarked;
