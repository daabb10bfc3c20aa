/** Reads jobs, attempts, hosts and how far runs are. */
@NullMarked
package pipeline.store.sql.query;

import org.jspecify.annotations.NullMarked;
