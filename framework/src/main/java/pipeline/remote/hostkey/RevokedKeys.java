package pipeline.remote.hostkey;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.jspecify.annotations.Nullable;

/** The file that {@code RevokedHostKeys} names: public keys, one a line, or a list that {@code ssh-keygen -k} made; immutable. */
public final class RevokedKeys {

    private static final RevokedKeys NONE = new RevokedKeys(Set.of(), null);

    private final Set<String> keys;
    private final @Nullable KeyRevocationList list;

    private RevokedKeys(Set<String> keys, @Nullable KeyRevocationList list) {
        this.keys = Set.copyOf(keys);
        this.list = list;
    }

    /** Returns those of no file. */
    public static RevokedKeys none() {
        return NONE;
    }

    /**
     * Reads the file.
     *
     * @throws IOException also if it holds what is neither
     */
    public static RevokedKeys read(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        if (KeyRevocationList.isOne(content)) {
            return new RevokedKeys(Set.of(), KeyRevocationList.parse(content));
        }
        Set<String> keys = new HashSet<>();
        int number = 0;
        for (String line : new String(content, StandardCharsets.UTF_8).split("\n", -1)) {
            number++;
            List<String> words = List.of(line.strip().split("\\s+", -1));
            if (words.get(0).isEmpty() || words.get(0).startsWith("#")) {
                continue;
            }
            if (words.size() < 2) {
                throw new IOException("line " + number + " holds no public key");
            }
            keys.add(words.get(1));
        }
        return new RevokedKeys(keys, null);
    }

    public boolean hasKey(HostKey key) {
        return keys.contains(key.base64()) || (list != null && list.hasKey(key));
    }

    /** Returns whether the certificate, its key or its authority is revoked. */
    public boolean hasCertificate(OpenSshCertificate certificate) {
        return hasKey(HostKey.of(certificate.getCertPubKey()))
                || hasKey(HostKey.of(certificate.getCaPubKey()))
                || (list != null && list.hasCertificate(certificate));
    }
}
