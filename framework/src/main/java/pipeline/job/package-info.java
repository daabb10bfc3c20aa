/** The words everything speaks: a compute job, what it runs, how it failed, its outcome. */
@NullMarked
package pipeline.job;

import org.jspecify.annotations.NullMarked;
