package pipeline.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.remote.NodeFile;
import pipeline.remote.RemoteHost;
import pipeline.remote.Slot;
import pipeline.remote.TransportException;
import pipeline.remote.TransportException.Cause;
import pipeline.remote.shell.SlotContract;
import pipeline.remote.sshconfig.TestSettings;
import pipeline.testing.LeakCheck;
import pipeline.testing.OpenSshServer;
import pipeline.testing.RequiredProgram;

class SshSlotIT extends SlotContract {

    private static final InetSocketAddress LOG_SERVER = loopback(9);
    private static final NodeFile BIG = NodeFile.of("big", new byte[30_000_000]);

    @RegisterExtension
    @Order(0)
    static final LeakCheck LEAKS = new LeakCheck();

    @RegisterExtension
    @Order(1)
    static final OpenSshServer SERVER = OpenSshServer.options()
            .loginShell("127.0.0.5", RequiredProgram.CSH)
            .noisyLogin("127.0.0.6")
            .config("Match LocalAddress 127.0.0.4\n  MaxSessions 1")
            .config("Match LocalAddress 127.0.0.7\n  ForceCommand exec cat >/dev/null")
            .config("Match LocalAddress 127.0.0.8\n  ForceCommand exec yes")
            .config("Match LocalAddress 127.0.0.9\n  MaxSessions 0")
            .build();

    @TempDir
    Path home;

    private SshTransport transport;

    @BeforeEach
    void open_the_transport() {
        transport = transport(Duration.ofSeconds(20));
    }

    @AfterEach
    void close_the_transport() {
        transport.close();
    }

    private SshTransport transport(Duration timeout) {
        return new SshTransport(TestSettings.in(home)
                .sshConfig(SERVER.sshConfig())
                .timeout(timeout)
                .build());
    }

    @Override
    protected RemoteHost host() {
        return transport.host("h2");
    }

    @Test
    void start_up_files_and_other_login_shells_change_nothing() throws Exception {
        for (String name : List.of("h5", "h6")) {
            try (Slot slot = opened(name)) {
                Captured output = new Captured();
                assertThat(run(slot, "echo out; echo err >&2; exit 3", output)).isEqualTo(3);
                assertThat(output.stdout).hasToString("out\n");
                assertThat(output.stderr).hasToString("err\n");
            }
            Path path = Path.of(transport
                    .host(name)
                    .put(NodeFile.of("f", new byte[] {1, 2}), directory.toString())
                    .get(20, TimeUnit.SECONDS));
            assertThat(path).hasBinaryContent(new byte[] {1, 2});
        }
    }

    @Test
    void what_start_up_files_print_is_not_taken_for_the_reason_of_a_failed_upload() throws Exception {
        Path inTheWay = Files.createFile(directory.resolve("file"));
        TransportException failure = failure(transport.host("h6").put(NodeFile.of("f", new byte[1]), inTheWay + "/x"));
        assertThat(failure.cause()).isEqualTo(Cause.NODE_FILES);
        assertThat(failure).hasMessageStartingWith("h6: cannot bring f: the node directory " + inTheWay + "/x cannot");
    }

    @Test
    void a_connection_that_breaks_fails_its_scripts_and_the_next_slot_has_a_new_one() throws Exception {
        Slot slot = open();
        Path started = directory.resolve("started");
        CompletableFuture<Integer> code = slot.run("1.1", "touch " + started + "; sleep 3", new Captured());
        await().until(() -> Files.exists(started));

        SERVER.killConnections();

        assertThat(failure(code).cause()).isEqualTo(Cause.LOST);
        assertThat(slot.isOpen()).isFalse();
        try (Slot next = open()) {
            assertThat(run(next, "exit 4", new Captured())).isEqualTo(4);
        }
    }

    @Test
    void a_slot_whose_connection_broke_is_killed_over_another_one() throws Exception {
        Slot slot = open();
        Path pid = directory.resolve("pid");
        CompletableFuture<Integer> code = slot.run("1.1", "echo $$ > " + pid + "; sleep 600", new Captured());
        await().until(() -> Files.exists(pid) && Files.size(pid) > 1);
        SERVER.killConnections();
        assertThat(failure(code).cause()).isEqualTo(Cause.LOST);

        slot.kill(Duration.ofSeconds(2)).get(30, TimeUnit.SECONDS);

        long shell = Long.parseLong(Files.readString(pid).strip());
        await().atMost(Duration.ofSeconds(10))
                .until(() -> ProcessHandle.of(shell).isEmpty());
    }

    @Test
    void a_connection_that_breaks_while_a_slot_opens_a_file_goes_and_a_port_is_asked_for_delays_them_only()
            throws Exception {
        open().close();
        stopConnections();
        CompletableFuture<Slot> slot = host().openSlot(owner());
        CompletableFuture<String> file = host().put(BIG, directory.toString());
        CompletableFuture<InetSocketAddress> forward = host().forward(LOG_SERVER);

        SERVER.killConnections();

        try (Slot opened = slot.get(30, TimeUnit.SECONDS)) {
            assertThat(run(opened, "exit 5", new Captured())).isEqualTo(5);
        }
        assertThat(Path.of(file.get(60, TimeUnit.SECONDS))).hasSize(BIG.content().length);
        assertThat(forward.get(30, TimeUnit.SECONDS).getPort()).isPositive();
    }

    @Test
    void a_connection_that_breaks_in_the_middle_of_a_file_delays_it_only_and_leaves_nothing_else() throws Exception {
        CompletableFuture<String> file = host().put(BIG, directory.toString());
        await().pollInterval(Duration.ofMillis(2)).until(() -> sizeBelow(directory) > 1_000_000);

        SERVER.killConnections();

        assertThat(Path.of(file.get(60, TimeUnit.SECONDS))).hasSize(BIG.content().length);
        await().atMost(Duration.ofSeconds(10)).until(() -> sizeBelow(directory) == BIG.content().length);
    }

    @Test
    void a_transport_that_is_closed_leaves_no_future_open() throws Exception {
        open();
        stopConnections();
        CompletableFuture<Slot> slot = host().openSlot(owner());
        CompletableFuture<String> file = host().put(BIG, directory.toString());
        List<CompletableFuture<InetSocketAddress>> forwards = Stream.of(1, 2, 3, 4, 5, 6)
                .map(port -> host().forward(loopback(port)))
                .toList();
        CompletableFuture<Slot> connecting = transport.host("h3").openSlot(owner());

        transport.close();

        assertThat(failure(slot).cause()).isEqualTo(Cause.LOST);
        assertThat(failure(file).cause()).isEqualTo(Cause.LOST);
        assertThat(failure(connecting).cause()).isEqualTo(Cause.LOST);
        for (CompletableFuture<InetSocketAddress> forward : forwards) {
            assertThat(failure(forward).cause()).isEqualTo(Cause.LOST);
        }
        assertThat(failure(host().openSlot(owner())).cause()).isEqualTo(Cause.LOST);
        assertThat(failure(host().forward(LOG_SERVER)).cause()).isEqualTo(Cause.LOST);
        SERVER.killConnections();
    }

    @Test
    void a_server_with_one_session_per_connection_is_given_more_connections() throws Exception {
        RemoteHost host = transport.host("h4");
        Slot first = opened("h4");
        CompletableFuture<Integer> code = first.run("1.1", "sleep 600", new Captured());
        try (Slot second = opened("h4")) {
            assertThat(run(second, "exit 5", new Captured())).isEqualTo(5);
            for (int i = 0; i < 5; i++) {
                host.put(NodeFile.of("f" + i, new byte[] {(byte) i}), directory.toString())
                        .get(20, TimeUnit.SECONDS);
            }
            assertThat(host.forward(LOG_SERVER).get(20, TimeUnit.SECONDS).getPort())
                    .isPositive();
            first.kill(Duration.ofSeconds(1)).get(20, TimeUnit.SECONDS);
            assertThat(code.get(20, TimeUnit.SECONDS)).isEqualTo(143);
            assertThat(run(second, "exit 6", new Captured())).isEqualTo(6);
        }
        for (int i = 0; i < 10; i++) {
            try (Slot next = opened("h4")) {
                assertThat(run(next, "exit 7", new Captured())).isEqualTo(7);
            }
        }
    }

    @Test
    void a_server_that_opens_no_session_is_reported() throws Exception {
        TransportException failure = failure(transport.host("h9").openSlot(owner()));
        assertThat(failure.cause()).isEqualTo(Cause.CHANNEL);
        assertThat(failure).hasMessageContaining("MaxSessions");
    }

    @Test
    void a_login_shell_that_never_comes_to_its_end_is_reported_silent_or_not() throws Exception {
        try (SshTransport hasty = transport(Duration.ofSeconds(2))) {
            List<CompletableFuture<?>> attempts = List.of(
                    hasty.host("h7").openSlot(owner()),
                    hasty.host("h7").put(BIG, directory.toString()),
                    hasty.host("h8").openSlot(owner()),
                    hasty.host("h8").put(BIG, directory.toString()));
            for (CompletableFuture<?> attempt : attempts) {
                TransportException failure = failure(attempt);
                assertThat(failure.cause()).isEqualTo(Cause.SILENT);
                assertThat(failure).hasMessageContaining("its shell did not answer");
            }
        }
    }

    private Slot opened(String name) throws Exception {
        return transport.host(name).openSlot(owner()).get(30, TimeUnit.SECONDS);
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static long sizeBelow(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.map(Path::toFile)
                    .filter(File::isFile)
                    .mapToLong(File::length)
                    .sum();
        }
    }

    /** Lets the server's side of all connections stand still; {@link OpenSshServer#killConnections} ends them. */
    private static void stopConnections() throws Exception {
        long sshd = Long.parseLong(
                Files.readString(SERVER.directory().resolve("sshd.pid")).strip());
        List<String> pids = ProcessHandle.of(sshd)
                .orElseThrow()
                .children()
                .map(connection -> String.valueOf(connection.pid()))
                .toList();
        assertThat(pids).isNotEmpty();
        Process stop = new ProcessBuilder("sh", "-c", "kill -STOP " + String.join(" ", pids)).start();
        assertThat(stop.waitFor()).isZero();
    }

    private static TransportException failure(CompletableFuture<?> future) {
        ExecutionException failure =
                catchThrowableOfType(ExecutionException.class, () -> future.get(30, TimeUnit.SECONDS));
        assertThat(failure).hasCauseInstanceOf(TransportException.class);
        return (TransportException) failure.getCause();
    }
}
