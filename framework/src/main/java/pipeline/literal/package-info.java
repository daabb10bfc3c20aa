/** Reads Python literals, as mapfiles and queries hold them; nothing in them is ever evaluated. */
@NullMarked
package pipeline.literal;

import org.jspecify.annotations.NullMarked;
