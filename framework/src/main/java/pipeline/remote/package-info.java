/**
 * The transport to a host: run a script, copy a file, forward a port; SSH and local are siblings; knows nothing of jobs. What waits here
 * waits by a {@link pipeline.time.Scheduler}, except for what has a wait of its own: Apache MINA SSHD for its heartbeat, the system for
 * the sockets of an ssh-agent and of a ProxyCommand, and for the short processes that reading an SSH configuration starts.
 */
@NullMarked
package pipeline.remote;

import org.jspecify.annotations.NullMarked;
