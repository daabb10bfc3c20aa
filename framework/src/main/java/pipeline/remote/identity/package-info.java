/** The user's keys: from files and from the agent. */
@NullMarked
package pipeline.remote.identity;

import org.jspecify.annotations.NullMarked;
