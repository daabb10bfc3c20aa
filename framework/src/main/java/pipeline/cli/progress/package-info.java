/** Shows on a terminal, while a recipe runs, how far it is; without a terminal it says so now and then. The engine knows nothing of it. */
@NullMarked
package pipeline.cli.progress;

import org.jspecify.annotations.NullMarked;
