/** Moves files and directory trees between the master and hosts, or from host to host: verified, and whole or not at all. */
@NullMarked
package pipeline.remote.transfer;

import org.jspecify.annotations.NullMarked;
