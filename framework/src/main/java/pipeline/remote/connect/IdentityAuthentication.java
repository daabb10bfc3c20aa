package pipeline.remote.connect;

import java.io.IOException;
import java.security.KeyPair;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.sshd.client.auth.pubkey.PublicKeyAuthenticationReporter;
import org.apache.sshd.client.auth.pubkey.PublicKeyIdentity;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKey;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.signature.SignatureFactoriesManager;

/** Authenticates with the keys of the session's {@link Handshake} and with nothing else. */
final class IdentityAuthentication extends UserAuthPublicKey {

    /** Makes one for each session. */
    static final class Factory extends UserAuthPublicKeyFactory {
        @Override
        public UserAuthPublicKey createUserAuth(ClientSession session) throws IOException {
            return new IdentityAuthentication(Handshake.of(session).plan().proposal());
        }
    }

    /** Reports to each handshake which keys its server refuses. */
    static final class Report implements PublicKeyAuthenticationReporter {
        @Override
        public void signalAuthenticationAttempt(
                ClientSession session, String service, KeyPair identity, String algorithm) {
            Handshake.of(session).offered();
        }

        @Override
        public void signalAuthenticationSuccess(ClientSession session, String service, KeyPair identity) {
            Handshake.of(session).accepted(identity.getPublic());
        }

        @Override
        public void signalAuthenticationFailure(
                ClientSession session, String service, KeyPair identity, boolean partial, List<String> methods) {
            Handshake.of(session).refused(partial, methods);
        }
    }

    private IdentityAuthentication(AlgorithmProposal proposal) {
        super(proposal.userKeys().stream()
                .<NamedFactory<Signature>>map(BuiltinSignatures::fromFactoryName)
                .toList());
    }

    @Override
    protected Iterator<PublicKeyIdentity> createPublicKeyIterator(
            ClientSession session, SignatureFactoriesManager manager) {
        Stream<PublicKeyIdentity> signers = Handshake.of(session).plan().identities().offers().stream()
                .map(offer -> offer.signer(session, manager));
        return signers.iterator();
    }
}
