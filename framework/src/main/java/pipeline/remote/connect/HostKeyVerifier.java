package pipeline.remote.connect;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.jspecify.annotations.Nullable;
import pipeline.remote.hostkey.HostCertificate;
import pipeline.remote.hostkey.HostKey;
import pipeline.remote.hostkey.HostKeyPreference;
import pipeline.remote.hostkey.KnownHosts;
import pipeline.remote.hostkey.KnownHostsLine;
import pipeline.remote.hostkey.KnownHostsWriter;
import pipeline.remote.sshconfig.HostKeyPolicy;
import pipeline.remote.sshconfig.SshHost;
import pipeline.remote.sshconfig.SshSettings;
import pipeline.time.Scheduler;

/** Decides whether a host is the one that is meant; thread-safe. */
final class HostKeyVerifier implements ServerKeyVerifier {

    private final SshSettings settings;
    private final Scheduler scheduler;
    private final KnownHostsWriter writer = new KnownHostsWriter();

    /**
     * Makes it.
     *
     * @param scheduler knows when it is: certificates must be valid then
     */
    HostKeyVerifier(SshSettings settings, Scheduler scheduler) {
        this.scheduler = scheduler;
        this.settings = settings;
    }

    @Override
    public boolean verifyServerKey(ClientSession session, SocketAddress remote, PublicKey key) {
        Handshake handshake = Handshake.of(session);
        String objection = key instanceof OpenSshCertificate certificate
                ? objection(handshake.plan(), new HostCertificate(certificate))
                : objection(handshake.plan(), HostKey.of(key));
        if (objection != null) {
            handshake.refuseHostKey(objection);
        }
        return objection == null;
    }

    /** A certificate whose authority nobody knows is worth as much as the key in it. */
    private @Nullable String objection(ConnectPlan plan, HostCertificate certificate) {
        SshHost host = plan.host();
        if (plan.hostKeyFiles().revoked().hasCertificate(certificate.certificate())) {
            return "its " + certificate + " is revoked by " + host.files().revokedHostKeys()
                    + "; do not trust this host";
        }
        KnownHosts.Finding finding = plan.hostKeyFiles().known().judge(host, certificate);
        if (finding.status() != KnownHosts.KeyStatus.KNOWN) {
            return finding.status() == KnownHosts.KeyStatus.REVOKED
                    ? objection(plan, certificate.key(), finding)
                    : objection(plan, certificate.key());
        }
        return certificate
                .objection(
                        host.certifiedAs(),
                        plan.proposal().authoritySignatures(),
                        scheduler.wallClock().instant())
                .filter(reason -> host.hostKeyPolicy() != HostKeyPolicy.ACCEPT_ANY)
                .map(reason -> "its " + certificate + ", is refused: " + reason
                        + "; have the authority sign it anew, or see the @cert-authority line "
                        + finding.line().map(KnownHostsLine::where).orElse(""))
                .orElse(null);
    }

    /** Returns why the key is not taken; null if it is. */
    @Nullable
    String objection(ConnectPlan plan, HostKey key) {
        SshHost host = plan.host();
        if (plan.hostKeyFiles().revoked().hasKey(key)) {
            return "its key " + key + " is revoked by " + host.files().revokedHostKeys() + "; do not trust this host";
        }
        if (host.hostKeyPolicy() == HostKeyPolicy.ACCEPT_ANY) {
            return null;
        }
        Set<String> asked = HostKeyPreference.types(plan.proposal().hostKeys());
        KnownHosts.Finding finding = plan.hostKeyFiles().known().judge(host, key, asked);
        if (finding.status() == KnownHosts.KeyStatus.UNKNOWN && host.hostKeyPolicy() == HostKeyPolicy.ACCEPT_NEW) {
            Path file = host.files().userKnownHosts().stream().findFirst().orElse(null);
            if (file == null) {
                return "its key " + key + " is new, and there is no UserKnownHostsFile to write it to; name one";
            }
            try {
                finding = writer.add(file, host, key, asked);
            } catch (IOException e) {
                return "its new key " + key + " cannot be written to " + file + " (" + e
                        + "); make the file writable, or set known_hosts";
            }
        }
        return objection(plan, key, finding);
    }

    private @Nullable String objection(ConnectPlan plan, HostKey key, KnownHosts.Finding finding) {
        String where = finding.line().map(KnownHostsLine::where).orElse("");
        return switch (finding.status()) {
            case KNOWN -> null;
            case UNKNOWN -> unknown(plan, key);
            case REVOKED -> "its key " + key + " is marked @revoked in " + where + "; do not trust this host";
            case CHANGED -> changed(plan.host(), key, finding, where);
        };
    }

    private static String changed(SshHost host, HostKey key, KnownHosts.Finding finding, String where) {
        String file = finding.line().map(line -> line.file().toString()).orElse("");
        String type = finding.line().map(KnownHostsLine::keyType).orElse("");
        return "the key of " + host.address() + " has CHANGED: it shows " + key + ", but " + where + " has another "
                + type + " key; somebody may be listening in. If the host was set up anew, run: ssh-keygen -R '"
                + host.knownAs() + "' -f " + file;
    }

    private String unknown(ConnectPlan plan, HostKey key) {
        SshHost host = plan.host();
        List<Path> files = host.files().userKnownHosts();
        Path file = files.isEmpty() ? settings.sshDirectory().resolve("known_hosts") : files.get(0);
        Path config = settings.sshConfig();
        String login = "ssh " + (config == null ? "" : "-F " + config + " ") + host.name();
        // only somebody who stands where the host is reached from can scan it
        String scan =
                plan.isDirect() && host.knownWithoutPort().or(() -> plain(host)).isPresent()
                        ? "ssh-keyscan -H -p " + host.port() + " " + host.hostName() + " >> " + file
                        : login;
        String authority = plan.hostKeyFiles()
                .known()
                .authority(host)
                .map(line -> " (it shows no certificate of the authority in " + line.where() + ")")
                .orElse("");
        return "the key of " + host.address() + " is unknown: " + key + authority
                + ". Verify that this is the host's key, then run: " + scan
                + (scan.equals(login) ? "" : " or log in once by: " + login)
                + "; or set host_key_policy = accept-new";
    }

    private static Optional<String> plain(SshHost host) {
        return host.knownAs().equalsIgnoreCase(host.hostName()) ? Optional.of(host.hostName()) : Optional.empty();
    }
}
