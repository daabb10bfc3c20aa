/** The transport to this machine: every host is here, by any name. */
@NullMarked
package pipeline.remote.local;

import org.jspecify.annotations.NullMarked;
