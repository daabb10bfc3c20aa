/** From the name of a host to an authenticated SSH session. */
@NullMarked
package pipeline.remote.connect;

import org.jspecify.annotations.NullMarked;
