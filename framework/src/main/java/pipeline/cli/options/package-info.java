/** The options of running a recipe, of a worker and of a refresh, in the groups that they share. */
@NullMarked
package pipeline.cli.options;

import org.jspecify.annotations.NullMarked;
