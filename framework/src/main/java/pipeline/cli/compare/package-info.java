/** Compares two runs: what failed newly, what was mended, what became slower. */
@NullMarked
package pipeline.cli.compare;

import org.jspecify.annotations.NullMarked;
