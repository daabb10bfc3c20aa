/** What a call does with its jobs, as the job table has them. */
@NullMarked
package pipeline.dispatch.enqueue;

import org.jspecify.annotations.NullMarked;
