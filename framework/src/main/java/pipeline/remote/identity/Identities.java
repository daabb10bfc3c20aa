package pipeline.remote.identity;

import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import pipeline.remote.hostkey.HostKey;

/**
 * The keys to offer to a host, in order.
 *
 * @param agentKeys keys that the agent signs with, to be offered before the files
 * @param fileKeys keys read from files
 * @param notes what was taken and what was left out and why, for people
 */
public record Identities(List<AgentIdentity> agentKeys, List<KeyPair> fileKeys, List<String> notes) {
    public Identities {
        agentKeys = List.copyOf(agentKeys);
        fileKeys = List.copyOf(fileKeys);
        notes = List.copyOf(notes);
    }

    /** Says whether the key is among those that the agent holds. */
    static boolean holds(List<PublicKey> keys, PublicKey key) {
        String base64 = HostKey.of(key).base64();
        return keys.stream().anyMatch(other -> HostKey.of(other).base64().equals(base64));
    }
}
