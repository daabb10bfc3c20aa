/** A recipe as a command: its words, options and help, and where the values of its inputs come from. */
@NullMarked
package pipeline.cli.recipe;

import org.jspecify.annotations.NullMarked;
