/** Which job is next on which machine, and which slots are there for it. */
@NullMarked
package pipeline.dispatch.queue;

import org.jspecify.annotations.NullMarked;
