package pipeline.remote.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.frame.Frame;
import pipeline.remote.RemoteHost;
import pipeline.remote.Slot;
import pipeline.remote.SlotOutput;
import pipeline.remote.SlotOwner;
import pipeline.remote.SlotTrace;
import pipeline.testing.LeakCheck;

/** What a slot keeps of the log records of its scripts, and the word that is left beside them. */
class LocalSpoolIT {

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    @TempDir
    Path directory;

    private final LocalTransport transport = new LocalTransport(Duration.ofSeconds(15));
    private final List<String> frames = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private RemoteHost host;
    private Slot slot;

    @BeforeEach
    void open() throws Exception {
        host = transport.host("anything");
        slot = host.openSlot(new SlotOwner("0-owner", directory.toString())).get(20, SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        ids.forEach(slot::settled);
        slot.leave().get(20, SECONDS);
        transport.close();
    }

    @Test
    void each_script_says_how_many_records_are_kept_of_it_and_in_how_many_bytes_of_all() throws Exception {
        run("1.1", "true");
        assertThat(frames).isEmpty();
        run("1.2", record("1.2 a 1 x") + record("1.2 a 2 y"));
        run("11.2", record("11.2 a 1 z"));
        run("1.3", "true");
        assertThat(frames).containsExactly("logged 2 20", "logged 1 31", "logged 0 31");
    }

    @Test
    void the_records_of_one_script_are_read_as_they_are() throws Exception {
        run("1.2", record("1.2 a 1 täglich %s $(x) ''"));
        run("11.2", record("11.2 a 1 other"));
        assertThat(spooled(trace(), "1.2")).isEqualTo("1.2 a 1 täglich %s $(x) ''\n");
        assertThat(spooled(trace(), "1.3")).isEmpty();
    }

    @Test
    void of_a_slot_that_is_gone_or_kept_nothing_nothing_is_read() throws Exception {
        assertThat(spooled(trace(), "1.2")).isEmpty();
        assertThat(spooled(gone(), "1.2")).isEmpty();
    }

    @Test
    void what_is_kept_is_read_as_it_comes_until_the_reader_has_enough() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CompletableFuture<Void> reading = host.followSpool(trace(), bytes::write);
        run("1.2", record("1.2 a 1 x"));
        await().until(() -> bytes.toString(UTF_8).equals("1.2 a 1 x\n"));
        run("1.3", record("1.3 a 1 y") + record("1.3 a 2 z"));
        await().until(() -> bytes.toString(UTF_8).equals("1.2 a 1 x\n1.3 a 1 y\n1.3 a 2 z\n"));
        reading.cancel(false);
        host.followSpool(gone(), bytes::write).get(20, SECONDS);
    }

    @Test
    void word_is_left_for_nobody_else_and_replaces_what_was_said_before() throws Exception {
        host.announceLogServer(trace(), "old").get(20, SECONDS);
        host.announceLogServer(trace(), "127.0.0.1 4711 it's").get(20, SECONDS);
        Path word = Path.of(trace().directory(), "log-server");
        assertThat(word).hasContent("127.0.0.1 4711 it's\n");
        assertThat(Files.getPosixFilePermissions(word))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        run(
                "1.1",
                "cat \"$PIPELINE_LOG_SPOOL/log-server\" >&2; test -z \"$(ls -A \"$PIPELINE_LOG_SPOOL\" | grep new)\"");
    }

    @Test
    void word_for_a_slot_that_is_gone_is_a_failure() {
        assertThatThrownBy(() -> host.announceLogServer(gone(), "x").get(20, SECONDS))
                .hasMessageContaining("the slot is gone");
    }

    @Test
    void the_records_are_thrown_away_when_they_are_many_and_all_are_settled() throws Exception {
        run(
                "1.1",
                "i=0; while [ $i -lt 30 ]; do head -c 50000 /dev/zero | tr '\\0' x; echo; i=$((i+1)); done"
                        + " >>\"$PIPELINE_LOG_SPOOL/records\"");
        run("1.2", record("1.2 a 1 x"));
        slot.settled("1.1");
        slot.settled("1.2");
        run("1.3", record("1.3 a 1 x"));
        assertThat(Path.of(trace().directory(), "records")).hasContent("1.3 a 1 x\n");
    }

    private static String record(String line) {
        return "printf '%s\\n' '" + line.replace("'", "'\\''") + "' >>\"$PIPELINE_LOG_SPOOL/records\"\n";
    }

    private SlotTrace trace() {
        return Objects.requireNonNull(slot.trace());
    }

    private SlotTrace gone() {
        return new SlotTrace(directory.resolve("gone").toString(), "token", null, null);
    }

    private void run(String id, String script) throws Exception {
        ids.add(id);
        assertThat(slot.run(id, script, new Frames()).get(20, SECONDS)).isZero();
    }

    private String spooled(SlotTrace trace, String id) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        host.readSpool(trace, id, bytes::write).get(20, SECONDS);
        return bytes.toString(UTF_8);
    }

    private final class Frames implements SlotOutput {
        @Override
        public void stdout(byte[] bytes, int offset, int length) {
            // Not looked at.
        }

        @Override
        public void stderr(byte[] bytes, int offset, int length) {
            // Not looked at.
        }

        @Override
        public void frame(Frame frame) {
            frames.add(frame.word() + " " + frame.body());
        }

        @Override
        public void oversized(int limit) {
            throw new AssertionError("larger than " + limit);
        }
    }
}
