package pipeline.remote.sshconfig;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How hosts are reached by SSH.
 *
 * @param sshConfig the one file in the format of ssh_config(5) that counts; null for {@code ~/.ssh/config}, then {@code
 *     /etc/ssh/ssh_config}, as OpenSSH does
 * @param knownHosts the one file of known host keys that counts; null for what the SSH configuration says, or {@code
 *     ~/.ssh/known_hosts} and {@code /etc/ssh/ssh_known_hosts}
 * @param hostKeyPolicy what to do about unknown host keys; null for the {@code StrictHostKeyChecking} of the SSH
 *     configuration, which is strict where it says nothing or {@code ask}, for nobody is asked
 * @param connectTimeout the limit of each of: the TCP connection, the handshake, the authentication; a {@code
 *     ConnectTimeout} of the SSH configuration goes before it
 * @param home the home directory, for {@code ~} and {@code ~/.ssh}
 * @param agentSocket where ssh-agent listens ({@code SSH_AUTH_SOCK}); null if there is none
 * @param user who logs in where the SSH configuration names no user
 */
public record SshSettings(
        @Nullable Path sshConfig,
        @Nullable Path knownHosts,
        @Nullable HostKeyPolicy hostKeyPolicy,
        Duration connectTimeout,
        Path home,
        @Nullable Path agentSocket,
        String user) {
    public SshSettings {
        Objects.requireNonNull(connectTimeout, "connectTimeout is null");
        Objects.requireNonNull(home, "home is null");
        Objects.requireNonNull(user, "user is null");
        if (connectTimeout.isNegative() || connectTimeout.isZero()) {
            throw new IllegalArgumentException("connectTimeout must be positive, but was " + connectTimeout);
        }
        if (user.isEmpty()) {
            throw new IllegalArgumentException("user must not be empty");
        }
    }

    /** Returns the directory of the user's SSH files. */
    public Path sshDirectory() {
        return home.resolve(".ssh");
    }
}
