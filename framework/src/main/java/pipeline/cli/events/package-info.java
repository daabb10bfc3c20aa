/** Reports what happens in a run while it happens: in a file, and to people by the hooks that they name. The engine knows nothing of it. */
@NullMarked
package pipeline.cli.events;

import org.jspecify.annotations.NullMarked;
