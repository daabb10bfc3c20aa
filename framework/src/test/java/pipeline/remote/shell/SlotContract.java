package pipeline.remote.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.frame.Frame;
import pipeline.remote.NodeFile;
import pipeline.remote.RemoteHost;
import pipeline.remote.Slot;
import pipeline.remote.SlotOutput;
import pipeline.remote.SlotOwner;
import pipeline.remote.TransportException;

/** What every transport must do; one subclass for each. */
public abstract class SlotContract {

    /** A grace that no test waits for. */
    private static final Duration LONG = Duration.ofSeconds(80);

    @TempDir
    protected Path directory;

    /** Returns the way to one host that can be reached. */
    protected abstract RemoteHost host() throws Exception;

    /** Returns how many bytes a script prints that prints much. */
    protected int flood() {
        return 64_000_000;
    }

    @Test
    void a_slot_runs_scripts_one_after_the_other_and_gives_their_exit_codes() throws Exception {
        try (Slot slot = open()) {
            for (int code : new int[] {0, 1, 3, 42, 126, 127, 254, 255}) {
                assertThat(run(slot, "exit " + code, new Captured())).isEqualTo(code);
            }
            assertThat(slot.isOpen()).isTrue();
        }
    }

    @Test
    void a_signal_is_128_and_its_number() throws Exception {
        try (Slot slot = open()) {
            assertThat(run(slot, "exec sh -c 'kill -KILL $$'", new Captured())).isEqualTo(137);
            assertThat(run(slot, "exec sh -c 'kill -TERM $$'", new Captured())).isEqualTo(143);
            assertThat(run(slot, "exec sh -c 'kill -SEGV $$'", new Captured())).isEqualTo(139);
        }
    }

    @Test
    void the_two_streams_come_apart_and_byte_for_byte() throws Exception {
        try (Slot slot = open()) {
            Captured output = new Captured();
            run(slot, "printf 'no end'; printf 'a\\0b\\377\\n' >&2", output);

            assertThat(output.stdout.toString(StandardCharsets.UTF_8)).isEqualTo("no end");
            assertThat(output.stderr.toByteArray()).containsExactly('a', 0, 'b', 0xff, '\n');
        }
    }

    @Test
    void standard_input_is_empty() throws Exception {
        try (Slot slot = open()) {
            Captured output = new Captured();
            assertThat(run(slot, "cat; read line; echo \"$?\"", output)).isZero();
            assertThat(output.stdout.toString(StandardCharsets.UTF_8)).isEqualTo("1\n");
        }
    }

    @Test
    void a_child_that_keeps_the_output_open_holds_nothing_up() throws Exception {
        try (Slot slot = open()) {
            Path pid = directory.resolve("pid");
            assertThat(run(slot, "sleep 600 & echo $! >" + pid + "; echo started", new Captured()))
                    .isZero();
            assertThat(ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())))
                    .as("the child goes on")
                    .isPresent();
            slot.kill(Duration.ofSeconds(1)).get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void a_script_writes_messages_between_its_output() throws Exception {
        try (Slot slot = open()) {
            Captured output = new Captured();
            String frame = new Frame("answer", "{\"a\":1}")
                    .toText(slot.token())
                    .replace(String.valueOf(Frame.SEPARATOR), "\\036");
            run(slot, "printf 'x'; printf '" + frame + "'; printf 'y'", output);
            Captured named = new Captured();
            run(slot, "printf '\\036%s answer 1\\036' \"$pipeline_token\"; env | grep pipeline_", named);
            assertThat(named.frames).containsExactly(new Frame("answer", "1"));
            assertThat(named.stdout.toString(StandardCharsets.UTF_8)).isEmpty();

            assertThat(output.frames).containsExactly(new Frame("answer", "{\"a\":1}"));
            assertThat(output.stdout.toString(StandardCharsets.UTF_8)).isEqualTo("xy");
        }
    }

    @Test
    void many_megabytes_arrive_whole() throws Exception {
        try (Slot slot = open()) {
            long[] count = new long[1];
            SlotOutput counting = new Captured() {
                @Override
                public void stdout(byte[] bytes, int offset, int length) {
                    count[0] += length;
                }
            };
            assertThat(slot.run("1.1", "head -c " + flood() + " /dev/zero", counting)
                            .get(120, TimeUnit.SECONDS))
                    .isZero();
            assertThat(count[0]).isEqualTo(flood());
        }
    }

    @Test
    void a_script_of_three_megabytes_arrives_whole() throws Exception {
        try (Slot slot = open()) {
            Captured output = new Captured();
            String text = "é".repeat(1_500_000);
            run(slot, "wc -c <<'HERE'\n" + text + "\nHERE", output);

            assertThat(output.stdout.toString(StandardCharsets.UTF_8).strip()).isEqualTo("3000001");
        }
    }

    @Test
    void killing_a_slot_ends_all_its_processes_even_those_that_ignore_term() throws Exception {
        Slot slot = open();
        Path pids = directory.resolve("pids");
        CompletableFuture<Integer> code = slot.run(
                "1.1",
                "sh -c 'trap \"\" TERM; echo $$ >> " + pids + "; while :; do sleep 0.2; done' &\n"
                        + "sh -c 'echo $$ >> " + pids + "; sleep 600' &\nwait",
                new Captured());
        await().until(() -> Files.exists(pids) && Files.readAllLines(pids).size() == 2);

        slot.kill(Duration.ofSeconds(1)).get(20, TimeUnit.SECONDS);

        assertEnded(code);
        for (String pid : Files.readAllLines(pids)) {
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> ProcessHandle.of(Long.parseLong(pid)).isEmpty());
        }
        assertThat(slot.isOpen()).isFalse();
    }

    @Test
    void a_shell_that_ends_in_the_middle_fails_the_script_and_closes_the_slot() throws Exception {
        Slot slot = open();

        assertThatThrownBy(() -> run(slot, "kill -KILL $$", new Captured()))
                .hasCauseInstanceOf(TransportException.class)
                .satisfies(e -> assertThat(((TransportException) e.getCause()).cause())
                        .isEqualTo(TransportException.Cause.SHELL_ENDED));
        assertThat(slot.isOpen()).isFalse();
        assertThatThrownBy(() -> run(slot, "true", new Captured())).hasCauseInstanceOf(TransportException.class);
    }

    @Test
    void a_file_is_brought_once_and_whole() throws Exception {
        byte[] content = "content\0\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        NodeFile file = NodeFile.of("tool-1.jar", content);
        String nodeDirectory = directory.resolve("node files").toString();

        String first = host().put(file, nodeDirectory).get(30, TimeUnit.SECONDS);
        assertThat(Files.readAllBytes(Path.of(first))).isEqualTo(content);
        Object firstKey = Files.getAttribute(Path.of(first), "unix:ino");
        String second = host().put(file, nodeDirectory).get(30, TimeUnit.SECONDS);

        assertThat(second).isEqualTo(first);
        assertThat(Files.getAttribute(Path.of(second), "unix:ino")).isEqualTo(firstKey);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(nodeDirectory))))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(Path.of(first).getParent())) {
            assertThat(files).containsExactly(Path.of(first));
        }
    }

    @Test
    void a_node_directory_that_is_a_link_is_refused() throws Exception {
        Files.createDirectory(directory.resolve("elsewhere"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("elsewhere"));

        assertThatThrownBy(() -> host().put(NodeFile.of("a", new byte[1]), link.toString())
                        .get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(TransportException.class)
                .hasMessageContaining("is a link or belongs to somebody else")
                .hasMessageContaining("node_directory");
    }

    @Test
    void a_node_directory_that_cannot_be_made_is_reported() throws Exception {
        Path inTheWay = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> host().put(NodeFile.of("a", new byte[1]), inTheWay + "/sub")
                        .get(30, TimeUnit.SECONDS))
                .hasMessageContaining("cannot be made");
    }

    @Test
    void killing_a_slot_ends_processes_whose_parent_is_gone() throws Exception {
        Slot slot = open();
        Captured output = new Captured();
        run(slot, "sleep 600 >/dev/null 2>&1 & echo $!", output);
        long pid = Long.parseLong(output.stdout.toString(StandardCharsets.UTF_8).strip());

        slot.kill(Duration.ofSeconds(1)).get(20, TimeUnit.SECONDS);

        await().atMost(Duration.ofSeconds(10)).until(() -> ProcessHandle.of(pid).isEmpty());
    }

    @Test
    void killing_a_slot_takes_no_longer_than_its_processes_live() throws Exception {
        Slot idle = open();
        assertThat(run(idle, "exit 3", new Captured())).isEqualTo(3);
        Slot busy = open();
        Path pid = directory.resolve("pid");
        CompletableFuture<Integer> code = busy.run("1.1", "echo $$ > " + pid + "; exec sleep 600", new Captured());
        Slot zombie = open();
        Path parent = directory.resolve("parent");
        CompletableFuture<Integer> other = zombie.run("1.1", zombieOf(parent) + "\nsleep 600", new Captured());
        await().until(() -> Files.exists(pid) && Files.exists(parent));

        List<CompletableFuture<Boolean>> kills =
                Stream.of(idle, busy, zombie).map(slot -> slot.kill(LONG)).toList();

        for (CompletableFuture<Boolean> kill : kills) {
            assertThat(kill.get(LONG.toSeconds() / 2, TimeUnit.SECONDS)).isTrue();
        }
        assertEnded(code);
        assertEnded(other);
        ProcessHandle.of(Long.parseLong(Files.readString(parent))).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** A process that has ended in the group of the job, and whose parent, elsewhere and without the mark, never asks for it. */
    private static String zombieOf(Path parent) {
        return "env -u PIPELINE_MARK python3 -c 'import os, time\n"
                + "if os.fork() == 0: os._exit(0)\n"
                + "os.setsid()\n"
                + "with open(\"" + parent + ".new\", \"w\") as f: f.write(str(os.getpid()))\n"
                + "os.rename(\"" + parent + ".new\", \"" + parent + "\")\n"
                + "time.sleep(600)' >/dev/null 2>&1 &";
    }

    @Test
    void processes_that_end_in_good_order_when_they_hear_term_have_the_time_for_it() throws Exception {
        Slot slot = open();
        Path ready = directory.resolve("ready");
        Path ends = directory.resolve("ends");
        String inGoodOrder = "sh -c 'trap \"sleep 2; echo end >> " + ends + "; exit\" TERM; echo on >> " + ready
                + "; while :; do sleep 0.1; done'";
        CompletableFuture<Integer> code =
                slot.run("1.1", "setsid " + inGoodOrder + " & " + inGoodOrder, new Captured());
        await().until(() -> Files.exists(ready) && Files.readAllLines(ready).size() == 2);

        assertThat(slot.kill(LONG).get(LONG.toSeconds() / 2, TimeUnit.SECONDS)).isTrue();

        assertThat(Files.readAllLines(ends)).hasSize(2);
        assertEnded(code);
    }

    @Test
    void a_slot_may_be_killed_twice() throws Exception {
        Slot slot = open();
        CompletableFuture<Integer> code = slot.run("1.1", "sleep 600", new Captured());
        CompletableFuture<Boolean> first = slot.kill(Duration.ofSeconds(1));
        CompletableFuture<Boolean> second = slot.kill(Duration.ofSeconds(1));

        assertThat(first.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(second.get(20, TimeUnit.SECONDS)).isTrue();

        assertEnded(code);
        slot.kill(Duration.ofSeconds(1)).get(20, TimeUnit.SECONDS);
    }

    @Test
    void a_closed_slot_ends_its_script_and_takes_no_other() throws Exception {
        Slot slot = open();
        CompletableFuture<Integer> code = slot.run("1.1", "sleep 0.5; exit 7", new Captured());
        slot.close();

        assertThat(code.get(20, TimeUnit.SECONDS)).isEqualTo(7);
        assertThat(slot.isOpen()).isFalse();
        assertThatThrownBy(() -> run(slot, "true", new Captured())).hasCauseInstanceOf(TransportException.class);
    }

    @Test
    void an_output_that_throws_fails_the_script_and_closes_the_slot() throws Exception {
        Slot slot = open();
        SlotOutput broken = new Captured() {
            @Override
            public void stdout(byte[] bytes, int offset, int length) {
                throw new IllegalStateException("no room");
            }
        };

        assertThatThrownBy(() -> run(slot, "echo x; sleep 600", broken))
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no room");
        await().atMost(Duration.ofSeconds(10)).until(() -> !slot.isOpen());
        slot.kill(Duration.ofSeconds(1)).get(20, TimeUnit.SECONDS);
    }

    @Test
    void the_end_of_the_shell_is_reported_though_a_child_keeps_the_output_open() throws Exception {
        Slot slot = open();
        Path pid = directory.resolve("pid");

        CompletableFuture<Integer> code =
                slot.run("1.1", "sleep 600 & echo $! > " + pid + "; kill -KILL $$", new Captured());

        assertThatThrownBy(() -> code.get(20, TimeUnit.SECONDS))
                .hasCauseInstanceOf(TransportException.class)
                .satisfies(e -> assertThat(((TransportException) e.getCause()).cause())
                        .isEqualTo(TransportException.Cause.SHELL_ENDED));
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void a_reader_that_stands_still_for_a_while_gets_all() throws Exception {
        try (Slot slot = open()) {
            CountDownLatch started = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            AtomicLong count = new AtomicLong();
            CompletableFuture<Integer> code = slot.run("1.1", "head -c 20000000 /dev/zero", new Captured() {
                @Override
                public void stdout(byte[] bytes, int offset, int length) {
                    started.countDown();
                    try {
                        assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    count.addAndGet(length);
                }
            });
            assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> code.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
            goOn.countDown();

            assertThat(code.get(60, TimeUnit.SECONDS)).isZero();
            assertThat(count).hasValue(20_000_000);
        }
    }

    @Test
    void one_file_goes_to_many_directories_at_once() throws Exception {
        byte[] content = new byte[3_000_000];
        new Random(1).nextBytes(content);
        NodeFile file = NodeFile.of("tool", content.clone());
        List<CompletableFuture<String>> paths = IntStream.range(0, 8)
                .mapToObj(i ->
                        hostNow().put(file, directory.resolve("n" + i % 4).toString()))
                .toList();
        for (CompletableFuture<String> path : paths) {
            assertThat(Files.readAllBytes(Path.of(path.get(60, TimeUnit.SECONDS))))
                    .isEqualTo(content);
        }
    }

    @Test
    void a_node_directory_of_two_lines_is_refused() throws Exception {
        assertThatThrownBy(() -> host().put(NodeFile.of("a", new byte[1]), directory + "/a\nb")
                        .get(20, TimeUnit.SECONDS))
                .hasCauseInstanceOf(TransportException.class)
                .hasMessageContaining("one line");
    }

    /** The shell sees the end of a script that hears TERM, unless it is killed before it can say so. */
    private static void assertEnded(CompletableFuture<Integer> code) throws Exception {
        Object end = code.<Object>handle((number, failure) -> failure == null ? number : failure)
                .get(20, TimeUnit.SECONDS);
        if (end instanceof Throwable failure) {
            assertThat(TransportException.in(failure)).isNotNull();
        } else {
            assertThat(end).isEqualTo(143);
        }
    }

    private RemoteHost hostNow() {
        try {
            return host();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns an owner whose slots lie in the test's directory. */
    protected final SlotOwner owner() {
        return new SlotOwner("owner", directory.resolve("node").toString());
    }

    protected final Slot open() throws Exception {
        return host().openSlot(owner()).get(30, TimeUnit.SECONDS);
    }

    protected static int run(Slot slot, String script, SlotOutput output) throws Exception {
        return slot.run("1.1", script, output).get(60, TimeUnit.SECONDS);
    }

    /** Keeps all. */
    public static class Captured implements SlotOutput {
        public final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        public final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
        public final List<Frame> frames = new ArrayList<>();

        @Override
        public void stdout(byte[] bytes, int offset, int length) {
            stdout.write(bytes, offset, length);
        }

        @Override
        public void stderr(byte[] bytes, int offset, int length) {
            stderr.write(bytes, offset, length);
        }

        @Override
        public void frame(Frame frame) {
            frames.add(frame);
        }

        @Override
        public void oversized(int limit) {
            frames.add(new Frame("oversized", String.valueOf(limit)));
        }
    }
}
