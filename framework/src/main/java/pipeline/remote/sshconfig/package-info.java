/** What the user's SSH configuration says about a host, and nothing that it does not say. */
@NullMarked
package pipeline.remote.sshconfig;

import org.jspecify.annotations.NullMarked;
