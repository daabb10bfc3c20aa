/** Waiting: the monotonic clock, and tasks that run after a delay, by one scheduler that tests replace by virtual time. */
@NullMarked
package pipeline.time;

import org.jspecify.annotations.NullMarked;
