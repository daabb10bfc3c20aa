/** Node programs of the recipes that show how jobs can belong together. */
@NullMarked
package pipeline.nodes.example;

import org.jspecify.annotations.NullMarked;
