package pipeline.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.remote.RemoteHost;
import pipeline.remote.shell.SlotContract;
import pipeline.remote.sshconfig.TestSettings;
import pipeline.testing.LeakCheck;
import pipeline.testing.OpenSshServer;
import pipeline.testing.OpenSshServerOptions;
import pipeline.testing.RequiredProgram;

/** The contract of a slot on hosts whose {@code sh} is one shell or another. */
class ShellsSlotIT {

    /** Each on an address of its own. */
    private static final List<RequiredProgram> SHELLS =
            List.of(RequiredProgram.DASH, RequiredProgram.BASH, RequiredProgram.BUSYBOX, RequiredProgram.MKSH);

    @RegisterExtension
    static final LeakCheck LEAKS = new LeakCheck();

    @TempDir
    static Path shells;

    private static OpenSshServer server;

    @BeforeAll
    static void start() throws IOException {
        OpenSshServerOptions options = OpenSshServer.options();
        for (RequiredProgram shell : SHELLS) {
            Path directory = Files.createDirectory(shells.resolve(shell.name()));
            shell.found().ifPresent(path -> link(directory.resolve("sh"), path));
            options.config(
                    "Match LocalAddress 127.0.0.%d\n  ForceCommand PATH=%s:$PATH; export PATH; eval \"$SSH_ORIGINAL_COMMAND\""
                            .formatted(address(shell), directory));
        }
        server = options.build().start();
    }

    /** Returns the last number of a shell's address. */
    private static int address(RequiredProgram shell) {
        return 2 + SHELLS.indexOf(shell);
    }

    private static void link(Path link, Path program) {
        try {
            Files.createSymbolicLink(link, program);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    /** The contract on a host with one of the shells. */
    private abstract static class OneShell extends SlotContract {

        private final RequiredProgram shell;

        @TempDir
        Path home;

        private @Nullable SshTransport transport;

        OneShell(RequiredProgram shell) {
            this.shell = shell;
        }

        @BeforeEach
        void connect() {
            shell.path();
            transport = new SshTransport(TestSettings.in(home)
                    .sshConfig(server.sshConfig())
                    .timeout(Duration.ofSeconds(20))
                    .build());
        }

        @AfterEach
        void disconnect() {
            if (transport != null) {
                transport.close();
            }
        }

        @Override
        protected RemoteHost host() {
            return Objects.requireNonNull(transport).host("h" + address(shell));
        }

        @Override
        protected int flood() {
            return 5_000_000;
        }

        @Test
        @EnabledOnOs(OS.LINUX)
        void sh_is_that_shell() throws Exception {
            String program = host().ask("readlink /proc/$$/exe").get(20, TimeUnit.SECONDS);
            assertThat(Path.of(program.strip())).isEqualTo(shell.path().toRealPath());
        }
    }

    @Nested
    class Dash extends OneShell {
        Dash() {
            super(RequiredProgram.DASH);
        }
    }

    @Nested
    class Bash extends OneShell {
        Bash() {
            super(RequiredProgram.BASH);
        }
    }

    @Nested
    class Busybox extends OneShell {
        Busybox() {
            super(RequiredProgram.BUSYBOX);
        }
    }

    @Nested
    class Mksh extends OneShell {
        Mksh() {
            super(RequiredProgram.MKSH);
        }
    }
}
