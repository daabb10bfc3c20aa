/** The transport to this machine: every host is here, whatever its name. */
@NullMarked
package pipeline.remote.local;

import org.jspecify.annotations.NullMarked;
