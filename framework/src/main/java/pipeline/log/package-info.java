/** The node's side of the central log, and the wire format: what a node program logs becomes a line of JSON. */
@NullMarked
package pipeline.log;

import org.jspecify.annotations.NullMarked;
