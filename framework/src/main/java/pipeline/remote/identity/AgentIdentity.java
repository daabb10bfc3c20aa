package pipeline.remote.identity;

import java.io.IOException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Map;
import org.apache.sshd.client.auth.pubkey.PublicKeyIdentity;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.session.SessionContext;

/** A key that an agent holds and signs with. */
record AgentIdentity(SshAgentClient agent, PublicKey key) implements PublicKeyIdentity {

    @Override
    public KeyPair getKeyIdentity() {
        return new KeyPair(key, null);
    }

    @Override
    public Map.Entry<String, byte[]> sign(SessionContext session, String algorithm, byte[] data) throws IOException {
        String signature = algorithm == null || algorithm.isEmpty() ? KeyUtils.getKeyType(key) : algorithm;
        return Map.entry(signature, agent.sign(key, signature, data));
    }
}
