/** Standard output and the terminal: encodings, pipes that close, and text that is safe to show. */
@NullMarked
package pipeline.cli.console;

import org.jspecify.annotations.NullMarked;
