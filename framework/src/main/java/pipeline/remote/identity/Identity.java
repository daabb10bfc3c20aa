package pipeline.remote.identity;

import java.security.KeyPair;
import java.security.PublicKey;
import org.apache.sshd.client.auth.pubkey.KeyPairIdentity;
import org.apache.sshd.client.auth.pubkey.PublicKeyIdentity;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.signature.SignatureFactoriesManager;

/** One key, or one certificate of it, to offer to a host. */
public sealed interface Identity permits AgentIdentity, Identity.OfFile {

    /** Returns the key or the certificate. */
    PublicKey key();

    /**
     * Returns who signs for it in a session.
     *
     * @param algorithms the signatures that may be used
     */
    PublicKeyIdentity signer(ClientSession session, SignatureFactoriesManager algorithms);

    /**
     * One whose private half is read from a file.
     *
     * @param pair its public half is what is offered
     */
    record OfFile(KeyPair pair) implements Identity {
        @Override
        public PublicKey key() {
            return pair.getPublic();
        }

        @Override
        public PublicKeyIdentity signer(ClientSession session, SignatureFactoriesManager algorithms) {
            return new KeyPairIdentity(algorithms, session, pair);
        }
    }
}
