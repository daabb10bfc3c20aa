/** What every command stands on: what it finds around it, how it reads the configuration, and how it ends. */
@NullMarked
package pipeline.cli.ground;

import org.jspecify.annotations.NullMarked;
