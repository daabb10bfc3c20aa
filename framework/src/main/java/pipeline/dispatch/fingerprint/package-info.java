/** What jobs would do: gathered from the configuration, the files on the master and the classes of node programs. */
@NullMarked
package pipeline.dispatch.fingerprint;

import org.jspecify.annotations.NullMarked;
