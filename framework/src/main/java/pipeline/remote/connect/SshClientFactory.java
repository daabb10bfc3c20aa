package pipeline.remote.connect;

import java.time.Duration;
import java.util.List;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.password.PasswordIdentityProvider;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.forward.ForwardingFilter;
import org.apache.sshd.server.forward.TcpForwardingFilter;
import pipeline.remote.hostkey.HostKeyPreference;
import pipeline.remote.hostkey.KnownHosts;
import pipeline.remote.sshconfig.KeepAlive;

/** Makes MINA's client, which takes nothing but our own reading of the SSH configuration. */
final class SshClientFactory {

    private SshClientFactory() {}

    /** Makes and starts a client. */
    static SshClient start(HostKeyVerifier hostKeys) {
        SshClient client = SshClient.setUpDefaultClient();
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setPasswordIdentityProvider(PasswordIdentityProvider.EMPTY_PASSWORDS_PROVIDER);
        client.setFilePasswordProvider(FilePasswordProvider.EMPTY);
        client.setUserAuthFactories(List.of(new IdentityAuthentication.Factory()));
        client.setPublicKeyAuthenticationReporter(new IdentityAuthentication.Report());
        client.setServerKeyVerifier(hostKeys);
        client.setForwardingFilter(ForwardingFilter.asForwardingFilter(null, null, new ForwardedOnly()));
        client.addSessionListener(new HandshakeEvents());
        // Nagle's algorithm costs every exec a delayed acknowledgement of 40 ms
        CoreModuleProperties.TCP_NODELAY.set(client, true);
        CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(client, Duration.ZERO);
        CoreModuleProperties.AUTH_TIMEOUT.set(client, Duration.ZERO);
        client.start();
        return client;
    }

    /** Lets a server come back through the ports that we asked it to forward, and nowhere else. */
    private static final class ForwardedOnly implements TcpForwardingFilter {
        @Override
        public boolean canListen(SshdSocketAddress address, Session session) {
            return false;
        }

        @Override
        public boolean canConnect(Type type, SshdSocketAddress address, Session session) {
            return type == Type.Forwarded;
        }
    }

    /** Reports to each handshake what happens to its session. */
    private static final class HandshakeEvents implements SessionListener {
        @Override
        public void sessionEstablished(Session session) {
            // a session reads them once, before it counts as created
            KeepAlive keepAlive =
                    Handshake.of((ClientSession) session).plan().host().keepAlive();
            CoreModuleProperties.HEARTBEAT_INTERVAL.set(session, keepAlive.interval());
            CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(session, keepAlive.unanswered());
        }

        @Override
        public void sessionCreated(Session session) {
            ConnectPlan plan = Handshake.of((ClientSession) session).plan();
            AlgorithmProposal proposal = plan.proposal();
            session.setKeyExchangeFactories(proposal.keyExchanges().stream()
                    .map(BuiltinDHFactories::fromFactoryName)
                    .map(ClientKeyExchange::factory)
                    .toList());
            session.setCipherFactoriesNames(proposal.ciphers());
            session.setMacFactoriesNames(proposal.macs());
            session.setSignatureFactoriesNames(hostKeys(plan));
        }

        private static List<String> hostKeys(ConnectPlan plan) {
            AlgorithmProposal proposal = plan.proposal();
            KnownHosts known = plan.hostKeyFiles().known();
            return proposal.hostKeysKeepOrder()
                    ? HostKeyPreference.order(
                            proposal.hostKeys(),
                            known.keyTypes(plan.host()),
                            known.authority(plan.host()).isPresent())
                    : proposal.hostKeys();
        }

        @Override
        public void sessionPeerIdentificationLine(Session session, String line, List<String> before) {
            Handshake.of((ClientSession) session).heard(line);
        }

        @Override
        public void sessionEvent(Session session, Event event) {
            if (event == Event.KeyEstablished) {
                Handshake.of((ClientSession) session).keysEstablished();
            }
        }

        @Override
        public void sessionDisconnect(Session session, int reason, String message, String language, boolean initiator) {
            if (!initiator) {
                Handshake.of((ClientSession) session).disconnected(message);
            }
        }

        @Override
        public void sessionException(Session session, Throwable error) {
            Handshake.of((ClientSession) session).saw(error);
        }

        @Override
        public void sessionClosed(Session session) {
            Handshake.of((ClientSession) session).closed();
        }
    }
}
