/** The transport by SSH: hosts, their connections, and channels on them. */
@NullMarked
package pipeline.remote.ssh;

import org.jspecify.annotations.NullMarked;
