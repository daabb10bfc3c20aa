package pipeline.remote.identity;

import java.nio.file.Path;
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

    /** Returns where the private half is, for people. */
    String origin();

    /**
     * Returns who signs for it in a session.
     *
     * @param algorithms the signatures that may be used
     */
    PublicKeyIdentity signer(ClientSession session, SignatureFactoriesManager algorithms);

    /**
     * One whose private half is read from a file.
     *
     * @param path the file
     * @param pair its public half is what is offered
     */
    record OfFile(Path path, KeyPair pair) implements Identity {
        @Override
        public String origin() {
            return path.toString();
        }

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
