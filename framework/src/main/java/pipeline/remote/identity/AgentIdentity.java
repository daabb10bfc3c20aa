package pipeline.remote.identity;

import java.io.IOException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Map;
import org.apache.sshd.client.auth.pubkey.PublicKeyIdentity;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.common.signature.SignatureFactoriesManager;

/**
 * One that an agent signs for.
 *
 * @param key what is offered
 * @param held by what the agent knows the private half: the same, or the key that the certificate is of
 */
record AgentIdentity(SshAgentClient agent, PublicKey key, PublicKey held) implements Identity, PublicKeyIdentity {

    @Override
    public String origin() {
        return "ssh-agent";
    }

    @Override
    public PublicKeyIdentity signer(ClientSession session, SignatureFactoriesManager algorithms) {
        return this;
    }

    @Override
    public KeyPair getKeyIdentity() {
        return new KeyPair(key, null);
    }

    @Override
    public Map.Entry<String, byte[]> sign(SessionContext session, String algorithm, byte[] data) throws IOException {
        String wanted = algorithm == null || algorithm.isEmpty() ? KeyUtils.getKeyType(key) : algorithm;
        return Map.entry(wanted, agent.sign(held, KeyUtils.getSignatureAlgorithm(wanted, key), data));
    }
}
