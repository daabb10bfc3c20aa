package pipeline.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Leaves each kind of thing behind, sees it found, and tidies up, which the check on this class proves. */
class LeakCheckTest {

    private static final Duration AT_ONCE = Duration.ofMillis(200);
    private static final Duration SOON = Duration.ofSeconds(5);

    @RegisterExtension
    final LeakCheck check = new LeakCheck();

    @Test
    void a_test_that_leaves_nothing_is_fine() {
        assertThat(Leaks.startingNow().left(Duration.ofSeconds(1))).isEmpty();
    }

    @Test
    void a_thread_is_found_with_its_stack_and_goes_with_its_end() throws InterruptedException {
        Leaks leaks = Leaks.startingNow();
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = new Thread(() -> awaitUninterrupted(end), "forgotten");
        thread.start();
        Awaitility.await().until(() -> thread.getState() == Thread.State.WAITING);
        assertThat(leaks.left(AT_ONCE))
                .singleElement()
                .asString()
                .startsWith("thread 'forgotten'")
                .contains("CountDownLatch.await");
        end.countDown();
        assertThat(leaks.left(SOON)).isEmpty();
        thread.join();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_listening_and_a_connected_socket_are_found() throws IOException {
        Leaks leaks = Leaks.startingNow();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(leaks.left(AT_ONCE)).containsExactly("socket listening on port " + server.getLocalPort());
            try (Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
                assertThat(leaks.left(AT_ONCE))
                        .contains("socket connected from port " + client.getLocalPort() + " to port "
                                + server.getLocalPort());
            }
        }
        assertThat(leaks.left(SOON)).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_child_process_is_found_with_its_command_line() throws IOException {
        Leaks leaks = Leaks.startingNow();
        Process child = new ProcessBuilder("sleep", "600").start();
        assertThat(leaks.left(AT_ONCE)).containsExactly("child process " + child.pid() + ": sleep 600");
        child.destroyForcibly().onExit().join();
        assertThat(leaks.left(SOON)).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_marked_process_is_found_though_it_is_nobodys_child() throws IOException {
        Leaks leaks = Leaks.startingNow();
        String value = UUID.randomUUID().toString();
        leaks.watchProcesses("LEAK_TEST=" + value);
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", "sleep 600 >/dev/null 2>&1 &");
        builder.environment().put("LEAK_TEST", value);
        builder.start().onExit().join();
        Awaitility.await().until(() -> leaks.left(AT_ONCE).toString().contains("sleep 600"));
        List<Long> pids = MarkedProcesses.withMarker("LEAK_TEST=" + value);
        assertThat(leaks.left(AT_ONCE))
                .containsExactly("process with LEAK_TEST=" + value + " " + pids.get(0) + ": sleep 600");
        ProcessHandle.of(pids.get(0)).orElseThrow().destroyForcibly();
        assertThat(leaks.left(SOON)).isEmpty();
    }

    @Test
    void a_file_is_found_below_a_watched_directory(@TempDir Path directory) throws IOException {
        Leaks leaks = Leaks.startingNow();
        leaks.watchDirectory(directory);
        leaks.watchDirectory(directory.resolve("never made"));
        assertThat(leaks.left(SOON)).isEmpty();
        Path file = Files.createFile(directory.resolve("left"));
        assertThat(leaks.left(AT_ONCE)).containsExactly("file " + file);
    }

    @Test
    void markers_without_a_running_test_are_refused() {
        assertThatThrownBy(() -> new LeakCheck().watchProcesses("X=1")).hasMessageContaining("no test runs");
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
