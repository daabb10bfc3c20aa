/** The section {@code [jobs]} of the configuration, and how the job table that it names is opened. */
@NullMarked
package pipeline.store.settings;

import org.jspecify.annotations.NullMarked;
