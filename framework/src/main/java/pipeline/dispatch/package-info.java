/** Takes jobs past the throttle, through the door and back with an outcome. */
@NullMarked
package pipeline.dispatch;

import org.jspecify.annotations.NullMarked;
