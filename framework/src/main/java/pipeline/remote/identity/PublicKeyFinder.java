package pipeline.remote.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/** Finds the public half of a key as {@code ssh} does, without its passphrase. */
final class PublicKeyFinder {

    private static final String BEGIN = "-----BEGIN OPENSSH PRIVATE KEY-----";
    private static final String END = "-----END OPENSSH PRIVATE KEY-----";
    private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);

    private PublicKeyFinder() {}

    /** Looks into the file of a private key, and if it is not there into the {@code .pub} beside it; null if there is none. */
    static @Nullable PublicKey of(Path path) {
        PublicKey key = ofPrivate(path);
        if (key == null) {
            key = read(path);
        }
        return key != null ? key : read(Path.of(path + ".pub"));
    }

    /** Reads a file with one public key or certificate as {@code ssh-keygen} writes it; null if it is none. */
    static @Nullable PublicKey read(Path path) {
        try {
            for (String line :
                    Files.readString(path, StandardCharsets.ISO_8859_1).split("\n", -1)) {
                String text = line.strip();
                if (!text.isEmpty() && !text.startsWith("#")) {
                    return PublicKeyEntry.parsePublicKeyEntry(text)
                            .resolvePublicKey(null, null, PublicKeyEntryResolver.IGNORING);
                }
            }
            return null;
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // ssh passes over what it cannot read too; without it the agent's keys are tried in the agent's order
            return null;
        }
    }

    /** The format of OpenSSH has the public half before the encrypted part (PROTOCOL.key). */
    private static @Nullable PublicKey ofPrivate(Path path) {
        try {
            String text = Files.readString(path, StandardCharsets.ISO_8859_1);
            int begin = text.indexOf(BEGIN);
            int end = text.indexOf(END);
            if (begin < 0 || end < begin) {
                return null;
            }
            byte[] content = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
            if (!Arrays.equals(content, 0, Math.min(MAGIC.length, content.length), MAGIC, 0, MAGIC.length)) {
                return null;
            }
            Buffer buffer = new ByteArrayBuffer(content, MAGIC.length, content.length - MAGIC.length);
            // the cipher, the function that makes its key, and what that is given
            buffer.getBytes();
            buffer.getBytes();
            buffer.getBytes();
            return buffer.getInt() < 1 ? null : new ByteArrayBuffer(buffer.getBytes()).getRawPublicKey();
        } catch (IOException | RuntimeException e) {
            // what is damaged is reported when the private half is read
            return null;
        }
    }
}
