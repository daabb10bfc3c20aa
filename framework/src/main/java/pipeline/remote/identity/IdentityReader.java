package pipeline.remote.identity;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.jspecify.annotations.Nullable;
import pipeline.remote.hostkey.HostKey;
import pipeline.remote.sshconfig.SshHostFiles;
import pipeline.text.Plural;

/**
 * Collects what to offer to a host in OpenSSH's order: certificates that are named, what is named and in the agent, what
 * else is in the agent, what is only in files.
 */
public final class IdentityReader {

    private static final Duration AGENT_TIMEOUT = Duration.ofSeconds(10);

    private final SshHostFiles files;
    private final Instant now;
    private final List<IdentityFile> read;
    private final Map<String, Identity> offers = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    /** What the agent holds, by its public half in base64. */
    private final Map<String, AgentIdentity> inAgent = new LinkedHashMap<>();

    private IdentityReader(SshHostFiles files, Instant now) {
        this.now = now;
        this.files = files;
        this.read = files.identities().stream().map(IdentityFile::read).toList();
    }

    /**
     * Asks the agent and reads the files; may block for as long as these take.
     *
     * @param now certificates must be valid then
     */
    public static IdentitySelection read(SshHostFiles files, Instant now) {
        return new IdentityReader(files, now).collect();
    }

    private IdentitySelection collect() {
        askAgent();
        files.certificates().forEach(this::offerCertificate);
        for (IdentityFile file : read) {
            AgentIdentity held = held(file.publicKey());
            if (held != null) {
                offer(held);
            }
        }
        if (!files.identitiesOnly()) {
            inAgent.values().forEach(this::offer);
        }
        for (IdentityFile file : read) {
            offerFile(file);
            if (files.certificates().isEmpty()) {
                Path certificate = Path.of(file.path() + "-cert.pub");
                if (PublicKeyFinder.read(certificate) != null) {
                    offerCertificate(certificate);
                }
            }
        }
        return new IdentitySelection(List.copyOf(offers.values()), notes);
    }

    private void askAgent() {
        Path socket = files.agentSocket();
        if (socket == null) {
            notes.add("no ssh-agent");
            return;
        }
        SshAgentClient agent = new SshAgentClient(socket, AGENT_TIMEOUT);
        try {
            List<PublicKey> keys = agent.keys();
            keys.forEach(key -> inAgent.put(HostKey.of(key).base64(), new AgentIdentity(agent, key, key)));
            notes.add("ssh-agent with " + Plural.of(keys.size(), "key"));
        } catch (IOException e) {
            notes.add("no ssh-agent at " + socket + " (" + e.getMessage() + ")");
        }
    }

    private void offerFile(IdentityFile file) {
        KeyPair pair = file.pair();
        if (held(file.publicKey()) != null) {
            notes.add(file.path() + " (by the agent)");
        } else if (pair != null) {
            offer(new Identity.OfFile(file.path(), pair));
            notes.add(file.path().toString());
        } else {
            notes.add(file.path() + " " + file.note());
        }
    }

    private void offerCertificate(Path path) {
        if (!(PublicKeyFinder.read(path) instanceof OpenSshCertificate certificate)) {
            notes.add(path + " is no certificate that can be read");
            return;
        }
        Identity identity = withPrivateHalf(certificate);
        if (!OpenSshCertificate.isValidAt(certificate, now)) {
            notes.add(path + " is not valid now");
        } else if (identity == null) {
            notes.add(path + " is of a key that is neither in an agent nor in a file");
        } else {
            offer(identity);
            notes.add(path.toString());
        }
    }

    private @Nullable Identity withPrivateHalf(OpenSshCertificate certificate) {
        AgentIdentity itself = held(certificate);
        if (itself != null) {
            return itself;
        }
        PublicKey plain = certificate.getCertPubKey();
        AgentIdentity key = held(plain);
        if (key != null) {
            return new AgentIdentity(key.agent(), certificate, plain);
        }
        String wanted = HostKey.of(plain).base64();
        return read.stream()
                .map(file -> certified(file, certificate, wanted))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Identity certified(IdentityFile file, OpenSshCertificate certificate, String wanted) {
        KeyPair pair = file.pair();
        return pair != null && HostKey.of(pair.getPublic()).base64().equals(wanted)
                ? new Identity.OfFile(file.path(), new KeyPair(certificate, pair.getPrivate()))
                : null;
    }

    private @Nullable AgentIdentity held(@Nullable PublicKey key) {
        return key == null ? null : inAgent.get(HostKey.of(key).base64());
    }

    private void offer(Identity identity) {
        offers.putIfAbsent(HostKey.of(identity.key()).base64(), identity);
    }
}
