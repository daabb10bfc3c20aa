package pipeline.minicluster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;

/** The files by which an SSH client reaches the nodes: its key, ssh_config and known_hosts, each replaced as a whole. */
final class SshClientFiles {

    private static final int KEY_BITS = 256;
    private static final Set<PosixFilePermission> PRIVATE_DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> PRIVATE_FILE = PosixFilePermissions.fromString("rw-------");

    private final Path directory;
    private final KeyPair clientKey;
    private final KeyPair serverKey;

    private SshClientFiles(Path directory, KeyPair clientKey, KeyPair serverKey) {
        this.directory = directory;
        this.clientKey = clientKey;
        this.serverKey = serverKey;
    }

    /** Makes both keys and writes the client's. */
    static SshClientFiles create(Path directory) throws IOException, GeneralSecurityException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PRIVATE_DIRECTORY);
        // ECDSA, because the JDK makes it alone and every client reads it
        KeyPair clientKey = KeyUtils.generateKeyPair(KeyPairProvider.ECDSA_SHA2_NISTP256, KEY_BITS);
        KeyPair serverKey = KeyUtils.generateKeyPair(KeyPairProvider.ECDSA_SHA2_NISTP256, KEY_BITS);
        SshClientFiles files = new SshClientFiles(directory, clientKey, serverKey);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(clientKey, "mini-cluster", null, text);
        files.replace(files.identity(), text.toByteArray());
        return files;
    }

    KeyPair clientKey() {
        return clientKey;
    }

    KeyPair serverKey() {
        return serverKey;
    }

    Path sshConfig() {
        return directory.resolve("ssh_config");
    }

    private Path identity() {
        return directory.resolve("id_ecdsa");
    }

    private Path knownHosts() {
        return directory.resolve("known_hosts");
    }

    /** Writes known_hosts first, so that no client finds a host whose key is not known yet. */
    void write(Map<String, Node> nodes) throws IOException {
        String key = PublicKeyEntry.toString(serverKey.getPublic());
        StringBuilder known = new StringBuilder();
        nodes.values().stream()
                .distinct()
                .forEach(node -> known.append("[127.0.0.1]:%d %s\n".formatted(node.port(), key)));
        replace(knownHosts(), known.toString().getBytes(StandardCharsets.UTF_8));
        StringBuilder config = new StringBuilder();
        nodes.forEach((host, node) -> config.append(entry(host, node)));
        replace(sshConfig(), config.toString().getBytes(StandardCharsets.UTF_8));
    }

    private String entry(String host, Node node) {
        return """
                Host %s
                  HostName 127.0.0.1
                  Port %d
                  User "%s"
                  IdentityFile %s
                  IdentitiesOnly yes
                  UserKnownHostsFile %s
                  GlobalKnownHostsFile /dev/null
                  StrictHostKeyChecking yes
                """.formatted(
                        host, node.port(), System.getProperty("user.name"), quote(identity()), quote(knownHosts()));
    }

    /** Quotes a path for ssh_config(5), where a percent sign begins a token. */
    private static String quote(Path path) {
        return '"' + path.toString().replace("%", "%%") + '"';
    }

    private void replace(Path file, byte[] content) throws IOException {
        Path fresh = Files.createTempFile(
                directory, file.getFileName().toString(), ".new", PosixFilePermissions.asFileAttribute(PRIVATE_FILE));
        try (OutputStream out = Files.newOutputStream(fresh)) {
            out.write(content);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes a directory with all it holds; links are removed, not followed. */
    static void delete(Path directory) throws IOException {
        if (Files.notExists(directory)) {
            return;
        }
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(directory)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.deleteIfExists(path);
        }
    }
}
