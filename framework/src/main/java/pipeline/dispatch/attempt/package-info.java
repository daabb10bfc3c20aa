/** One attempt at a job on its host: sent or taken over, followed to its end, and judged. */
@NullMarked
package pipeline.dispatch.attempt;

import org.jspecify.annotations.NullMarked;
