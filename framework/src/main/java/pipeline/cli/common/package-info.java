/** What every command uses: its environment, the configuration, the exit codes, and mistakes of the user. */
@NullMarked
package pipeline.cli.common;

import org.jspecify.annotations.NullMarked;
