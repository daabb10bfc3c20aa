/** Slots and uploads for any host on which a command of a shell can be opened. */
@NullMarked
package pipeline.remote.shell;

import org.jspecify.annotations.NullMarked;
