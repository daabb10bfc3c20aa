/** Jobs as JSON: in the job table, and on the way to a node program and back. */
@NullMarked
package pipeline.job.wire;

import org.jspecify.annotations.NullMarked;
