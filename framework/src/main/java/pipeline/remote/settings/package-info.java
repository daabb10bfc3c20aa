/** The section remote of the configuration, and the door that it chooses. */
@NullMarked
package pipeline.remote.settings;

import org.jspecify.annotations.NullMarked;
