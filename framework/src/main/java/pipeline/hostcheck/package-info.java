/** Asks hosts before a run, many at once, what would keep jobs from running there. */
@NullMarked
package pipeline.hostcheck;

import org.jspecify.annotations.NullMarked;
