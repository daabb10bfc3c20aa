package pipeline.remote.connect;

import java.io.IOException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.sshd.client.auth.pubkey.KeyPairIdentity;
import org.apache.sshd.client.auth.pubkey.PublicKeyIdentity;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKey;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.signature.SignatureFactoriesManager;
import pipeline.remote.identity.Identities;

/** Authenticates with the keys of the session's {@link Handshake} and with nothing else. */
final class IdentityAuthentication extends UserAuthPublicKey {

    /** Makes one for each session. */
    static final class Factory extends UserAuthPublicKeyFactory {
        @Override
        public UserAuthPublicKey createUserAuth(ClientSession session) throws IOException {
            return new IdentityAuthentication();
        }
    }

    @Override
    protected Iterator<PublicKeyIdentity> createPublicKeyIterator(
            ClientSession session, SignatureFactoriesManager manager) {
        Identities identities = Handshake.of(session).identities();
        List<PublicKeyIdentity> all = new ArrayList<>(identities.agentKeys());
        for (KeyPair pair : identities.fileKeys()) {
            all.add(new KeyPairIdentity(manager, session, pair));
        }
        return all.iterator();
    }
}
