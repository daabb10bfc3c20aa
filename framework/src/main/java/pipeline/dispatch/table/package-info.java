/** What becomes of jobs on its way into the job table, and this process's place in there. */
@NullMarked
package pipeline.dispatch.table;

import org.jspecify.annotations.NullMarked;
