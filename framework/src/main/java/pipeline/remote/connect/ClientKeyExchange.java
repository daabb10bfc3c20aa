package pipeline.remote.connect;

import org.apache.sshd.client.kex.DHGClient;
import org.apache.sshd.client.kex.DHGEXClient;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.kex.DHFactory;
import org.apache.sshd.common.kex.KeyExchange;
import org.apache.sshd.common.kex.KeyExchangeFactory;
import org.apache.sshd.common.session.Session;

/** A key exchange that leaves it to {@link HostKeyVerifier} to judge the certificate of a host by the known hosts. */
final class ClientKeyExchange extends DHGClient {

    private ClientKeyExchange(DHFactory factory, Session session) {
        super(factory, session);
    }

    @Override
    protected void verifyCertificate(Session session, OpenSshCertificate certificate) {
        // without the file of known hosts nobody can say whether its authority counts
    }

    static KeyExchangeFactory factory(DHFactory factory) {
        return factory.isGroupExchange() ? DHGEXClient.newFactory(factory) : new Factory(factory);
    }

    private record Factory(DHFactory factory) implements KeyExchangeFactory {
        @Override
        public String getName() {
            return factory.getName();
        }

        @Override
        public KeyExchange createKeyExchange(Session session) {
            return new ClientKeyExchange(factory, session);
        }
    }
}
