package pipeline.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes the server's side of a test server: sshd_config, authorized_keys and the login programs. */
final class SshdFiles {

    static final List<SshKeys.Kind> HOST_KEYS = List.of(SshKeys.Kind.ED25519, SshKeys.Kind.ECDSA, SshKeys.Kind.RSA);
    private static final List<SshKeys.Kind> AUTHORIZED =
            List.of(SshKeys.Kind.ED25519, SshKeys.Kind.ECDSA, SshKeys.Kind.RSA, SshKeys.Kind.ENCRYPTED);

    private final Path directory;
    private final OpenSshServerOptions options;

    SshdFiles(Path directory, OpenSshServerOptions options) {
        this.directory = directory;
        this.options = options;
    }

    Path config() {
        return directory.resolve("sshd_config");
    }

    Path log() {
        return directory.resolve("sshd.log");
    }

    void write(int port, SshKeys hostKeys, SshKeys userKeys) throws IOException {
        write(port, OpenSshServer.ADDRESSES, hostKeys, userKeys);
    }

    void write(int port, List<String> addresses, SshKeys hostKeys, SshKeys userKeys) throws IOException {
        Path authorized = directory.resolve("authorized_keys");
        Files.write(authorized, AUTHORIZED.stream().map(userKeys::publicKey).toList());
        List<String> lines = new ArrayList<>();
        lines.add("Port " + port);
        addresses.forEach(address -> lines.add("ListenAddress " + address));
        HOST_KEYS.forEach(kind -> lines.add("HostKey " + hostKeys.privateKey(kind)));
        lines.add("AuthorizedKeysFile " + authorized);
        lines.add("PidFile " + directory.resolve("sshd.pid"));
        lines.add("UsePAM no");
        // the temporary directory may be writable for others
        lines.add("StrictModes no");
        // bash reads ~/.bashrc in an outermost shell of sshd only: what the account's files take must not slow the
        // tests down
        lines.add("SetEnv SHLVL=1");
        lines.addAll(options.configLines());
        // Match blocks last: each reaches to the next one or to the end of the file
        LoginScript scripts = new LoginScript(directory);
        for (Map.Entry<String, RequiredProgram> shell : options.loginShells().entrySet()) {
            lines.addAll(match(
                    shell.getKey(),
                    scripts.shell(shell.getKey(), shell.getValue().path())));
        }
        for (String address : options.noisyLogins()) {
            lines.addAll(match(address, scripts.noisy(address)));
        }
        Files.write(config(), lines);
    }

    private static List<String> match(String address, Path program) {
        return List.of("Match LocalAddress " + address, "  ForceCommand " + program);
    }
}
