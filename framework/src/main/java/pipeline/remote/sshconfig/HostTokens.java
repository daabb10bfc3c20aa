package pipeline.remote.sshconfig;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** The tokens of ssh_config(5) and what they stand for. */
final class HostTokens {

    private HostTokens() {}

    /** Returns the tokens that files, agents and {@code Match exec} may name, for one host. */
    static Map<Character, String> of(
            String name, String hostName, int port, String user, String keyAlias, SshSettings settings) {
        String machine = LocalAccount.machine();
        int dot = machine.indexOf('.');
        return Map.ofEntries(
                Map.entry('C', hash(machine + hostName + port + user)),
                Map.entry('L', dot < 0 ? machine : machine.substring(0, dot)),
                Map.entry('d', settings.home().toString()),
                Map.entry('h', hostName),
                Map.entry('i', LocalAccount.userId()),
                Map.entry('k', keyAlias),
                Map.entry('l', machine),
                Map.entry('n', name),
                Map.entry('p', String.valueOf(port)),
                Map.entry('r', user),
                Map.entry('u', settings.user()));
    }

    /** Returns those that {@code ProxyCommand} and {@code ProxyJump} may name. */
    static Map<Character, String> forProxy(Map<Character, String> all) {
        return Map.of(
                'h', token(all, 'h'),
                'k', token(all, 'k'),
                'n', token(all, 'n'),
                'p', token(all, 'p'),
                'r', token(all, 'r'));
    }

    private static String token(Map<Character, String> all, char token) {
        return all.getOrDefault(token, "");
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
