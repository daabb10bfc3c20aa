/** Writes what somebody begins with: a new recipe with its test, and an example to try. */
@NullMarked
package pipeline.cli.scaffold;

import org.jspecify.annotations.NullMarked;
