/** Who works with the table, what they reserve, how it ends, and taking back what the dead had reserved. */
@NullMarked
package pipeline.store.sql.reserve;

import org.jspecify.annotations.NullMarked;
