/**
 * Takes jobs past the throttle, through the transport and back with an outcome: the one loop that decides, and what it watches.
 * Below it stand what it obeys ({@code rules}), who is next ({@code queue}), what the job table is told ({@code table}), the
 * hosts that get no jobs ({@code hosts}), one attempt at a job ({@code attempt}) and what a call begins with ({@code enqueue}).
 */
@NullMarked
package pipeline.dispatch;

import org.jspecify.annotations.NullMarked;
