/** The section remote of the configuration, and the transport that it chooses. */
@NullMarked
package pipeline.remote.settings;

import org.jspecify.annotations.NullMarked;
