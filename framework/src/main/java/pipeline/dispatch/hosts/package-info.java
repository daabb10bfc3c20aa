/** Hosts that get no jobs for now, and the jobs that wait for them. */
@NullMarked
package pipeline.dispatch.hosts;

import org.jspecify.annotations.NullMarked;
