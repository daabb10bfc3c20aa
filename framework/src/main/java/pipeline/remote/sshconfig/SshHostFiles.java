package pipeline.remote.sshconfig;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files that count for one host.
 *
 * @param identities private keys, the first to be tried first; they need not exist
 * @param certificates of the keys; empty for those that lie beside the identities
 * @param identitiesOnly whether the agent's other keys are left alone
 * @param agentSocket null if no agent is to be asked
 * @param userKnownHosts the first is where new keys are written
 * @param globalKnownHosts only read
 * @param revokedHostKeys keys that no host may have; null if there is no such file
 */
public record SshHostFiles(
        List<Path> identities,
        List<Path> certificates,
        boolean identitiesOnly,
        @Nullable Path agentSocket,
        List<Path> userKnownHosts,
        List<Path> globalKnownHosts,
        @Nullable Path revokedHostKeys) {
    public SshHostFiles {
        identities = List.copyOf(identities);
        certificates = List.copyOf(certificates);
        userKnownHosts = List.copyOf(userKnownHosts);
        globalKnownHosts = List.copyOf(globalKnownHosts);
    }
}
