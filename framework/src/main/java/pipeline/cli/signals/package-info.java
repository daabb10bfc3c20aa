/** Ends a run in order when somebody wants it to end, by a signal, a key or a closed terminal, and knows the threads on which the recipe runs. */
@NullMarked
package pipeline.cli.signals;

import org.jspecify.annotations.NullMarked;
