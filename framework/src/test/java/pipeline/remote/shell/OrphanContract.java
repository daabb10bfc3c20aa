package pipeline.remote.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.remote.ScriptEnd;
import pipeline.remote.Slot;
import pipeline.remote.SlotOwner;
import pipeline.remote.Transport;
import pipeline.remote.shell.SlotContract.Captured;

/** What every transport keeps to of scripts about which nobody asks any more. */
public abstract class OrphanContract {

    private static final Duration SOON = Duration.ofSeconds(2);

    @TempDir
    Path directory;

    private final List<Transport> transports = new ArrayList<>();

    /** Opens the way to the host that is tested, as another process would. */
    protected abstract Transport transport() throws Exception;

    /** Returns the name of the host. */
    protected abstract String name();

    /** Cuts the way to the host, so that the host knows that it is gone. */
    protected abstract void cut(Transport transport) throws Exception;

    @AfterEach
    void close_transports() {
        transports.forEach(Transport::close);
    }

    @Test
    void a_script_about_which_nobody_asks_ends_itself_with_all_its_processes() throws Exception {
        Path pids = directory.resolve("pids");
        Transport first = opened();
        Slot slot = slot(first);
        CompletableFuture<Integer> lost = slot.run(
                "1.1",
                "setsid sh -c 'echo $$ >> " + pids + "; exec sleep 600' & echo $$ >> " + pids + "; sleep 600",
                new Captured());
        await().until(() -> Files.exists(pids) && Files.readAllLines(pids).size() == 2);
        cut(first);
        lost.cancel(false);

        for (String pid : Files.readAllLines(pids)) {
            await().atMost(Duration.ofSeconds(40))
                    .until(() -> ProcessHandle.of(Long.parseLong(pid)).isEmpty());
        }
        ScriptEnd end = opened().host(name())
                .follow(Objects.requireNonNull(slot.trace()), "1.1", new Captured())
                .get(20, SECONDS);
        assertThat(end.state()).isEqualTo(ScriptEnd.State.VANISHED);
    }

    @Test
    void a_script_whose_connection_stands_goes_on_and_so_does_one_that_is_followed() throws Exception {
        Transport first = opened();
        Slot slot = slot(first);
        Captured connected = new Captured();
        CompletableFuture<Integer> lost = slot.run("1.1", "sleep 5; echo half; sleep 5; echo all; exit 3", connected);
        await().until(() -> connected.stdout.toString(UTF_8).equals("half\n"));
        cut(first);
        lost.cancel(false);

        Captured followed = new Captured();
        ScriptEnd end = opened().host(name())
                .follow(Objects.requireNonNull(slot.trace()), "1.1", followed)
                .get(30, SECONDS);
        assertThat(end.code()).isEqualTo(3);
        assertThat(followed.stdout).hasToString("half\nall\n");
    }

    @Test
    void nothing_watches_a_slot_that_is_gone() throws Exception {
        Slot slot = slot(opened());
        Captured output = new Captured();
        assertThat(slot.run("1.1", "ps -o pid= --ppid $$", output).get(20, SECONDS))
                .isZero();
        List<Long> children = output.stdout
                .toString(UTF_8)
                .lines()
                .map(String::strip)
                .map(Long::valueOf)
                .toList();
        assertThat(children).isNotEmpty();
        slot.settled("1.1");
        slot.leave().get(20, SECONDS);
        for (long child : children) {
            await().until(() -> ProcessHandle.of(child).isEmpty());
        }
    }

    private Transport opened() throws Exception {
        Transport transport = transport();
        transports.add(transport);
        return transport;
    }

    private Slot slot(Transport transport) throws Exception {
        SlotOwner owner = new SlotOwner("0-owner", directory.resolve("node").toString(), SOON);
        return transport.host(name()).openSlot(owner).get(20, SECONDS);
    }
}
