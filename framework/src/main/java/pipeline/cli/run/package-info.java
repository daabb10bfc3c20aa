/** Runs a recipe, works for one, or refreshes its jobs, from what was typed to the exit status. */
@NullMarked
package pipeline.cli.run;

import org.jspecify.annotations.NullMarked;
