package pipeline.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real OpenSSH server on 127.0.0.2 … 127.0.0.9, so that one server is eight hosts, with keys and files of its own in a
 * directory that goes away with it; OpenSSH's defaults hold but for what the builder was told.
 *
 * <p>A static field with {@code @RegisterExtension} starts it before the tests of a class and closes it after them; or use
 * {@link #start} and {@link #close}. It needs no root.
 */
public final class OpenSshServer implements AutoCloseable, BeforeAllCallback, AfterAllCallback {

    static final List<String> ADDRESSES =
            IntStream.rangeClosed(2, 9).mapToObj(number -> "127.0.0." + number).toList();

    private final OpenSshServerOptions options;
    private @Nullable Site site;

    OpenSshServer(OpenSshServerOptions options) {
        this.options = options;
    }

    /** Everything that exists while there is a server, running or stopped. */
    private record Site(
            Path directory,
            int port,
            SshKeys keys,
            TestSshClientFiles client,
            Path knownHosts,
            Path sshConfig,
            Sshd sshd) {
        Site with(Sshd other) {
            return new Site(directory, port, keys, client, knownHosts, sshConfig, other);
        }
    }

    /** A server with OpenSSH's defaults, not yet started. */
    public static OpenSshServer create() {
        return options().build();
    }

    /** Collects what shall differ from OpenSSH's defaults. */
    public static OpenSshServerOptions options() {
        return new OpenSshServerOptions();
    }

    /** Starts it and returns when it listens. */
    public OpenSshServer start() throws IOException {
        if (site != null) {
            throw new IllegalStateException("the server runs already on port " + site.port);
        }
        RequiredProgram.SSHD.path();
        Path directory = Files.createTempDirectory("openssh");
        try {
            SshKeys hostKeys = new SshKeys(Files.createDirectory(directory.resolve("host")));
            SshKeys keys = new SshKeys(Files.createDirectory(directory.resolve("keys")));
            int port = LoopbackPort.freeOn(ADDRESSES);
            SshdFiles files = new SshdFiles(directory, options);
            files.write(port, hostKeys, keys);
            TestSshClientFiles client = new TestSshClientFiles(directory, port, ADDRESSES);
            Path knownHosts = client.writeKnownHosts(
                    SshdFiles.HOST_KEYS.stream().map(hostKeys::publicKey).toList());
            Path sshConfig = client.writeConfig(keys.privateKey(SshKeys.Kind.ED25519), knownHosts, "");
            Sshd sshd = Sshd.start(files.config(), files.log(), ADDRESSES.size());
            site = new Site(directory, port, keys, client, knownHosts, sshConfig, sshd);
            return this;
        } catch (IOException | RuntimeException | Error e) {
            Directories.delete(directory);
            throw e;
        }
    }

    /** The port on all eight addresses. */
    public int port() {
        return site().port;
    }

    /** Where all files of this server are. */
    public Path directory() {
        return site().directory;
    }

    /** The hosts, one for each address: h2 … h9. The configuration also knows t1 … t64, dealt round the same addresses. */
    public List<String> hosts() {
        return ADDRESSES.stream()
                .map(address -> "h" + address.substring(address.lastIndexOf('.') + 1))
                .toList();
    }

    /** The client's configuration by which all names reach this server. */
    public Path sshConfig() {
        return site().sshConfig;
    }

    /** The known_hosts file of {@link #sshConfig()}, with all keys of all addresses. */
    public Path knownHosts() {
        return site().knownHosts;
    }

    /** The private key of {@link #sshConfig()}: ed25519, not encrypted. */
    public Path identity() {
        return identity(SshKeys.Kind.ED25519);
    }

    /** A private key; the server knows all of them but {@link SshKeys.Kind#STRANGER}. */
    public Path identity(SshKeys.Kind kind) {
        return site().keys.privateKey(kind);
    }

    /** Writes one more configuration, with {@code extra} before the rest, where its words win. */
    public Path writeConfig(String extra) throws IOException {
        return writeConfig(identity(), knownHosts(), extra);
    }

    /** Writes one more configuration, with another key and another known_hosts file. */
    public Path writeConfig(Path identity, Path otherKnownHosts, String extra) throws IOException {
        return site().client.writeConfig(identity, otherKnownHosts, extra);
    }

    /** Runs a command with the real {@code ssh} client. */
    public ProgramRun ssh(String host, String command) {
        return ProgramRun.of(RequiredProgram.SSH, "-F", sshConfig().toString(), host, command);
    }

    /** Cuts all connections, as a crash of the server's side would; what they started lives on. */
    public void killConnections() {
        site().sshd.killConnections();
    }

    /** Stops the process of every connection, so that nothing comes any more and nobody says why. */
    public void freezeConnections() throws IOException {
        site().sshd.freezeConnections();
    }

    /** Ends the server and cuts its connections; its port refuses until {@link #restart}. */
    public void stop() {
        site().sshd.stop();
    }

    /** Starts the server again on the same port, with the same keys. */
    public void restart() throws IOException {
        stop();
        SshdFiles files = new SshdFiles(directory(), options);
        site = site().with(Sshd.start(files.config(), files.log(), ADDRESSES.size()));
    }

    /** What the server logged since its (re)start. */
    public List<String> log() throws IOException {
        return site().sshd.lines();
    }

    @Override
    public void close() throws IOException {
        Site old = site;
        if (old != null) {
            site = null;
            old.sshd.stop();
            Directories.delete(old.directory);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        start();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        close();
    }

    private Site site() {
        if (site == null) {
            throw new IllegalStateException("the server is not started; call start() or use @RegisterExtension static");
        }
        return site;
    }
}
