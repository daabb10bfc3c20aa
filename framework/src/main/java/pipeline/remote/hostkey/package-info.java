/** The keys of hosts: which are known, from where, and where a new one is written. */
@NullMarked
package pipeline.remote.hostkey;

import org.jspecify.annotations.NullMarked;
