/** What a node program is, and the small main that reads a job, runs it, and answers. */
@NullMarked
package pipeline.node;

import org.jspecify.annotations.NullMarked;
