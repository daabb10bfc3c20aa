package pipeline.remote.hostkey;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import pipeline.remote.sshconfig.NamePatterns;

/**
 * One line of a known_hosts file, as sshd(8) describes it.
 *
 * @param marker {@code @revoked}, {@code @cert-authority}, or empty
 * @param names patterns, or one hashed name
 * @param key the key as the wire has it, in base64
 */
public record KnownHostsLine(String marker, List<String> names, String keyType, String key, Path file, int number) {

    static final String REVOKED = "@revoked";
    static final String AUTHORITY = "@cert-authority";
    private static final String HASH_MARK = "|1|";

    /** Reads a line; empty if it holds no key. */
    static Optional<KnownHostsLine> parse(String text, Path file, int number) {
        String[] fields = text.strip().split("\\s+", -1);
        int first = fields[0].startsWith("@") ? 1 : 0;
        if (fields[0].isEmpty() || fields[0].startsWith("#") || fields.length < first + 3) {
            return Optional.empty();
        }
        return Optional.of(new KnownHostsLine(
                first == 1 ? fields[0] : "",
                List.of(fields[first].split(",", -1)),
                fields[first + 1],
                fields[first + 2],
                file,
                number));
    }

    /** Returns whether the line is about a name: {@code host}, or {@code [host]:port} if the port is not 22. */
    boolean names(String name) {
        return names.get(0).startsWith(HASH_MARK) ? hashes(name) : NamePatterns.match(names, name);
    }

    private boolean hashes(String name) {
        String[] parts = names.get(0).split("\\|", -1);
        if (parts.length != 4) {
            return false;
        }
        try {
            // the format of OpenSSH prescribes SHA-1; it hides names, it proves nothing
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(parts[2]), "HmacSHA1"));
            byte[] hash = mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
            return MessageDigest.isEqual(hash, Base64.getDecoder().decode(parts[3]));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // a damaged line names nobody
            return false;
        }
    }

    public String where() {
        return file + ":" + number;
    }
}
