/** Commands, exit codes, and the one place where the parts are put together. */
@NullMarked
package pipeline.cli;

import org.jspecify.annotations.NullMarked;
