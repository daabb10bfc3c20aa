/** Changes what stands in the table: jobs, steps, fingerprints, drained hosts, and the space that it all takes. */
@NullMarked
package pipeline.store.sql.change;

import org.jspecify.annotations.NullMarked;
