package pipeline.remote.identity;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.io.resource.PathResource;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.jspecify.annotations.Nullable;

/**
 * The content of an identity file: a key, or the reason why there is none.
 *
 * @param pair null if the file gives no private key without a passphrase
 * @param publicKey what the agent may know it by; null if it is not known
 * @param note the reason, for people; empty if there is a pair
 */
public record IdentityFile(
        Path path, @Nullable KeyPair pair, @Nullable PublicKey publicKey, String note) {

    private static final String ALL_BITS = "unix:mode";
    private static final int BITS_OF_OTHERS = 077;
    private static final int PERMISSIONS = 07777;

    /** Reads a file; never asks for a passphrase. */
    static IdentityFile read(Path path) {
        AtomicBoolean encrypted = new AtomicBoolean();
        FilePasswordProvider nobody = (session, resource, attempt) -> {
            encrypted.set(true);
            return null;
        };
        if (PublicKeyFinder.read(path) != null) {
            return without(path, "is a public key, and no agent has the private one; run ssh-add with it");
        }
        try (InputStream stream = Files.newInputStream(path)) {
            String tooOpen = tooOpen(path);
            if (!tooOpen.isEmpty()) {
                return without(path, tooOpen);
            }
            Iterable<KeyPair> pairs = SecurityUtils.loadKeyPairIdentities(null, new PathResource(path), stream, nobody);
            if (pairs != null) {
                for (KeyPair pair : pairs) {
                    return new IdentityFile(path, pair, pair.getPublic(), "");
                }
            }
            return without(path, "is no private key");
        } catch (NoSuchFileException e) {
            return without(path, "does not exist");
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            return without(
                    path,
                    encrypted.get()
                            ? "is encrypted and not in an agent; start ssh-agent and run ssh-add " + path
                            : "cannot be read (" + e + ")");
        }
    }

    /** Returns the words of {@code ssh} about a file of ours that others may read or write; empty if they may not. */
    private static String tooOpen(Path path) throws IOException {
        int mode = (Integer) Files.getAttribute(path, ALL_BITS) & PERMISSIONS;
        boolean isOurs = Files.getOwner(path).getName().equals(System.getProperty("user.name"));
        return !isOurs || (mode & BITS_OF_OTHERS) == 0
                ? ""
                : "has permissions %04o, which are too open: others may read this private key, so it is ignored; run chmod 600 %s"
                        .formatted(mode, path);
    }

    private static IdentityFile without(Path path, String note) {
        return new IdentityFile(path, null, PublicKeyFinder.of(path), note);
    }
}
