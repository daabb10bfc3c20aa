/** The command that looks at hosts before a run. */
@NullMarked
package pipeline.cli.hosts;

import org.jspecify.annotations.NullMarked;
