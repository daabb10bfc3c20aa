package pipeline.remote.hostkey;

import java.security.PublicKey;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.digest.BuiltinDigests;

/**
 * A public key as files and people write it.
 *
 * @param type such as {@code ssh-ed25519}
 * @param base64 the key as the wire has it
 * @param fingerprint {@code SHA256:…}
 */
public record HostKey(String type, String base64, String fingerprint) {

    public static HostKey of(PublicKey key) {
        String[] entry = PublicKeyEntry.toString(key).split(" ", -1);
        return new HostKey(entry[0], entry[1], KeyUtils.getFingerPrint(BuiltinDigests.sha256, key));
    }

    @Override
    public String toString() {
        return type + " " + fingerprint;
    }
}
