/** The man page and the completions of the command, written from the same model as its help. */
@NullMarked
package pipeline.cli.reference;

import org.jspecify.annotations.NullMarked;
