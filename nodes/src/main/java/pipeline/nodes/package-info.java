/** Node programs that come with Pipeline, one class each. */
@NullMarked
package pipeline.nodes;

import org.jspecify.annotations.NullMarked;
