package pipeline.remote.identity;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.util.io.resource.PathResource;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.jspecify.annotations.Nullable;

/**
 * What a private key file gives: a key, or the reason why not.
 *
 * @param pair null if the file gives no private key without a passphrase
 * @param publicKey what the agent may know it by; null if it is not known
 * @param note the reason, for people; empty if there is a pair
 */
public record IdentityFile(
        Path path, @Nullable KeyPair pair, @Nullable PublicKey publicKey, String note) {

    /** Reads a file; never asks for a passphrase. */
    static IdentityFile read(Path path) {
        AtomicBoolean encrypted = new AtomicBoolean();
        FilePasswordProvider nobody = (session, resource, attempt) -> {
            encrypted.set(true);
            return null;
        };
        try (InputStream stream = Files.newInputStream(path)) {
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

    private static IdentityFile without(Path path, String note) {
        return new IdentityFile(path, null, publicHalf(path), note);
    }

    /** Reads the {@code .pub} file that ssh-keygen writes next to a private key. */
    private static @Nullable PublicKey publicHalf(Path path) {
        try {
            String line = Files.readString(Path.of(path + ".pub"), StandardCharsets.UTF_8)
                    .strip();
            return PublicKeyEntry.parsePublicKeyEntry(line)
                    .resolvePublicKey(null, null, PublicKeyEntryResolver.IGNORING);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // without it the agent's keys are tried in the agent's order
            return null;
        }
    }
}
