/** Messages between the bytes of a stream: what a slot's shell and a node program say beside the output of the job. */
@NullMarked
package pipeline.frame;

import org.jspecify.annotations.NullMarked;
