/** The transport to a host: run a script, copy a file, forward a port; SSH and local are siblings; knows nothing of jobs. */
@NullMarked
package pipeline.remote;

import org.jspecify.annotations.NullMarked;
