package pipeline.remote.connect;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.OptionalFeature;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.signature.BuiltinSignatures;
import pipeline.remote.sshconfig.AlgorithmKeyword;

/** The algorithms that can be used, and the defaults if the SSH configuration names none. */
final class DefaultAlgorithms {

    /**
     * What OpenSSH 9 and 10 propose, and what of it costs least first: sntrup761 takes a hundred times the computing of X25519
     * in Java, so it is for servers that have nothing else.
     */
    private static final List<String> KEY_EXCHANGES = List.of(
            "mlkem768x25519-sha256",
            "curve25519-sha256",
            "curve25519-sha256@libssh.org",
            "ecdh-sha2-nistp256",
            "ecdh-sha2-nistp384",
            "ecdh-sha2-nistp521",
            "diffie-hellman-group-exchange-sha256",
            "diffie-hellman-group16-sha512",
            "diffie-hellman-group18-sha512",
            "diffie-hellman-group14-sha256",
            "sntrup761x25519-sha512",
            "sntrup761x25519-sha512@openssh.com");

    /** In the order of OpenSSH. The first is the fastest too, unless the second compiler of Java is at work, which knows AES instructions. */
    private static final List<String> CIPHERS = List.of(
            "chacha20-poly1305@openssh.com",
            "aes128-ctr",
            "aes192-ctr",
            "aes256-ctr",
            "aes128-gcm@openssh.com",
            "aes256-gcm@openssh.com");

    private static final List<String> MACS = List.of(
            "hmac-sha2-256-etm@openssh.com",
            "hmac-sha2-512-etm@openssh.com",
            "hmac-sha1-etm@openssh.com",
            "hmac-sha2-256",
            "hmac-sha2-512",
            "hmac-sha1");

    private static final List<String> PLAIN_SIGNATURES = List.of(
            "ssh-ed25519",
            "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp384",
            "ecdsa-sha2-nistp521",
            "sk-ssh-ed25519@openssh.com",
            "sk-ecdsa-sha2-nistp256@openssh.com",
            "rsa-sha2-512",
            "rsa-sha2-256");

    /** Certificates come first, as with OpenSSH. */
    private static final List<String> SIGNATURES = Stream.concat(
                    Stream.of(
                            "ssh-ed25519-cert-v01@openssh.com",
                            "ecdsa-sha2-nistp256-cert-v01@openssh.com",
                            "ecdsa-sha2-nistp384-cert-v01@openssh.com",
                            "ecdsa-sha2-nistp521-cert-v01@openssh.com",
                            "rsa-sha2-512-cert-v01@openssh.com",
                            "rsa-sha2-256-cert-v01@openssh.com"),
                    PLAIN_SIGNATURES.stream())
            .toList();

    private DefaultAlgorithms() {}

    /** Returns what is used where nothing is said, as far as it can be. */
    static List<String> usual(AlgorithmKeyword keyword) {
        List<String> names = switch (keyword) {
            case KEY_EXCHANGES -> KEY_EXCHANGES;
            case CIPHERS -> CIPHERS;
            case MACS -> MACS;
            case HOST_KEYS, USER_KEYS -> SIGNATURES;
            case AUTHORITY_SIGNATURES -> PLAIN_SIGNATURES;
        };
        List<String> all = all(keyword);
        return names.stream().filter(all::contains).toList();
    }

    /** Returns all that can be used. */
    static List<String> all(AlgorithmKeyword keyword) {
        return switch (keyword) {
            case KEY_EXCHANGES -> names(BuiltinDHFactories.VALUES);
            case CIPHERS ->
                names(BuiltinCiphers.VALUES).stream()
                        .filter(name -> !name.equals(BuiltinCiphers.Constants.NONE))
                        .toList();
            case MACS -> names(BuiltinMacs.VALUES);
            case HOST_KEYS, USER_KEYS, AUTHORITY_SIGNATURES -> names(BuiltinSignatures.VALUES);
        };
    }

    private static <T extends NamedResource & OptionalFeature> List<String> names(Collection<T> algorithms) {
        return algorithms.stream()
                .filter(OptionalFeature::isSupported)
                .map(NamedResource::getName)
                .toList();
    }
}
