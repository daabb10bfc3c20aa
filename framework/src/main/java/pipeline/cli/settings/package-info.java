/** The command that shows the configuration. */
@NullMarked
package pipeline.cli.settings;

import org.jspecify.annotations.NullMarked;
