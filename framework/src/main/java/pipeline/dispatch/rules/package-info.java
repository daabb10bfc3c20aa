/** What the configuration and the command line allow a run, its hosts and its jobs. */
@NullMarked
package pipeline.dispatch.rules;

import org.jspecify.annotations.NullMarked;
