/** How a run ended: on the last screen, in its log, and in files that stay. */
@NullMarked
package pipeline.cli.summary;

import org.jspecify.annotations.NullMarked;
