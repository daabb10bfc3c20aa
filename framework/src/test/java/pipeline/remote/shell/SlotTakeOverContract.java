package pipeline.remote.shell;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.frame.Frame;
import pipeline.remote.RemoteHost;
import pipeline.remote.ResumableOutput;
import pipeline.remote.ScriptEnd;
import pipeline.remote.Slot;
import pipeline.remote.SlotOwner;
import pipeline.remote.SlotTrace;
import pipeline.remote.Transport;
import pipeline.remote.shell.SlotContract.Captured;

/** What a host must know of scripts whose owner is gone, over every transport; one subclass for each. */
public abstract class SlotTakeOverContract {

    /** Hosts know in whole seconds when a script began and how long it ran. */
    private static final Duration ROUNDING = Duration.ofSeconds(2);

    @TempDir
    protected Path directory;

    private final List<Transport> transports = new ArrayList<>();

    /** Opens another way to the hosts. */
    protected abstract Transport transport();

    /** Returns the name of a host that can be reached. */
    protected abstract String name();

    @AfterEach
    void close_the_transports() {
        transports.forEach(Transport::close);
    }

    @Test
    void a_script_goes_on_without_its_connection_and_is_read_to_its_end() throws Exception {
        long begin = System.nanoTime();
        Transport first = opened();
        Captured early = new Captured();
        CompletableFuture<Integer> lost =
                slot(first).run("7.1", "echo one; read x < " + fifo() + "; echo two; exit 3", early);
        await().until(() -> early.stdout.toString(StandardCharsets.UTF_8).equals("one\n"));
        breakOff(first, lost);

        RemoteHost host = opened().host(name());
        SlotTrace trace = takeOver(host, owner()).get("7.1");
        assertThat(trace.started()).isBetween(begin - ROUNDING.toNanos(), System.nanoTime() + ROUNDING.toNanos());
        Captured late = new Captured();
        CompletableFuture<ScriptEnd> end = host.follow(trace, "7.1", late);
        await().until(() -> late.stdout.toString(StandardCharsets.UTF_8).equals("one\n"));
        release();

        ScriptEnd known = end.get(20, SECONDS);
        assertThat(known.state()).isEqualTo(ScriptEnd.State.ENDED);
        assertThat(known.code()).isEqualTo(3);
        assertThat(known.ran())
                .isBetween(
                        Duration.ZERO,
                        Duration.ofNanos(System.nanoTime() - begin).plus(ROUNDING));
        assertThat(late.stdout).hasToString("one\ntwo\n");
    }

    @Test
    void each_script_of_a_slot_is_found_with_what_it_printed_and_its_messages() throws Exception {
        Transport first = opened();
        Slot slot = slot(first);
        run(slot, "1.1", "echo a; echo A >&2; exit 1");
        run(slot, "2.1", "exit 0");
        run(slot, "3.1", "printf '" + new Frame("answer", "{}").toPrintf(slot.token()) + "'; printf c; exit 255");
        first.close();

        RemoteHost host = opened().host(name());
        Map<String, SlotTrace> traces = takeOver(host, owner());

        assertThat(traces).containsOnlyKeys("1.1", "2.1", "3.1");
        assertThat(read(host, traces, "1.1", 1)).isEqualTo("a\n|A\n|[]");
        assertThat(read(host, traces, "2.1", 0)).isEqualTo("||[]");
        assertThat(read(host, traces, "3.1", 255)).isEqualTo("c||[Frame[word=answer, body={}]]");
    }

    private String read(RemoteHost host, Map<String, SlotTrace> traces, String id, int code) throws Exception {
        Captured output = new Captured();
        assertThat(host.follow(traces.get(id), id, output).get(20, SECONDS).code())
                .isEqualTo(code);
        return output.stdout + "|" + output.stderr + "|" + output.frames;
    }

    @Test
    void after_a_take_over_no_slot_of_the_former_owner_takes_a_script_not_even_a_new_one() throws Exception {
        Transport first = opened();
        Slot before = slot(first);
        RemoteHost host = opened().host(name());
        assertThat(takeOver(host, owner())).isEmpty();
        Path trap = directory.resolve("ran");

        assertThatThrownBy(() -> run(before, "1.1", "touch " + trap)).isNotNull();
        Slot after = slot(first);
        assertThatThrownBy(() -> run(after, "1.1", "touch " + trap)).isNotNull();

        assertThat(trap).doesNotExist();
        assertThat(takeOver(host, owner())).isEmpty();
        try (Slot other =
                host.openSlot(new SlotOwner("other", owner().nodeDirectory())).get(20, SECONDS)) {
            assertThat(run(other, "1.1", "exit 4")).isEqualTo(4);
        }
    }

    @Test
    void who_follows_a_script_puts_up_a_fence_for_its_slot_only() throws Exception {
        Transport first = opened();
        Slot slot = slot(first);
        run(slot, "1.1", "true");
        Slot sibling = slot(first);

        ScriptEnd never =
                first.host(name()).follow(trace(slot), "2.1", new Captured()).get(20, SECONDS);

        assertThat(never.state()).isEqualTo(ScriptEnd.State.NEVER_STARTED);
        assertThatThrownBy(() -> run(slot, "2.1", "true")).isNotNull();
        assertThat(run(sibling, "2.1", "exit 5")).isEqualTo(5);
    }

    @Test
    void a_script_whose_processes_were_all_killed_has_vanished() throws Exception {
        Transport first = opened();
        Slot slot = slot(first);
        Captured pid = new Captured();
        CompletableFuture<Integer> code = slot.run("1.1", "echo $$; exec sleep 600", pid);
        await().until(() -> pid.stdout.toString(StandardCharsets.UTF_8).endsWith("\n"));
        long runner = Long.parseLong(pid.stdout.toString(StandardCharsets.UTF_8).strip());
        ProcessHandle handle = ProcessHandle.of(runner).orElseThrow();
        List<ProcessHandle> tree =
                Stream.concat(Stream.of(handle), handle.descendants()).toList();
        tree.forEach(ProcessHandle::destroyForcibly);
        assertThatThrownBy(() -> code.get(20, SECONDS)).isNotNull();

        ScriptEnd end =
                opened().host(name()).follow(trace(slot), "1.1", new Captured()).get(20, SECONDS);

        assertThat(end.state()).isEqualTo(ScriptEnd.State.VANISHED);
    }

    @Test
    void a_script_of_a_former_owner_is_killed_with_what_it_started_in_another_session() throws Exception {
        Transport first = opened();
        Path pids = directory.resolve("pids");
        CompletableFuture<Integer> lost = slot(first)
                .run(
                        "1.1",
                        "setsid sh -c 'echo $$ >> " + pids + "; exec sleep 600' & sh -c 'echo $$ >> " + pids
                                + "; exec sleep 600'",
                        new Captured());
        await().until(() -> Files.exists(pids) && Files.readAllLines(pids).size() == 2);
        breakOff(first, lost);

        RemoteHost host = opened().host(name());
        SlotTrace trace = takeOver(host, owner()).get("1.1");
        host.kill(trace, Duration.ofSeconds(5)).get(20, SECONDS);

        for (String pid : Files.readAllLines(pids)) {
            await().until(() -> ProcessHandle.of(Long.parseLong(pid)).isEmpty());
        }
        assertThat(host.follow(trace, "1.1", new Captured()).get(20, SECONDS).state())
                .isEqualTo(ScriptEnd.State.KILLED);
    }

    @Test
    void the_exit_code_of_a_script_that_was_ended_from_outside_says_nothing() throws Exception {
        for (String trap : List.of("", "exit 0", "exit 7")) {
            Slot slot = slot(opened());
            Captured output = new Captured();
            CompletableFuture<Integer> code =
                    slot.run("1.1", "trap '" + trap + "' TERM; echo on; while :; do sleep 0.1; done", output);
            await().until(() -> output.stdout.size() > 0);

            slot.kill(Duration.ofSeconds(trap.isEmpty() ? 1 : 10)).get(20, SECONDS);

            // a script that hears no TERM has no end that its runner could tell
            await().until(() -> code.isDone());
            assertThat(opened().host(name())
                            .follow(trace(slot), "1.1", new Captured())
                            .get(20, SECONDS)
                            .state())
                    .as("trap '%s' TERM", trap)
                    .isEqualTo(ScriptEnd.State.KILLED);
        }
    }

    @Test
    void a_script_that_had_ended_before_its_slot_was_killed_keeps_its_end() throws Exception {
        Slot slot = slot(opened());
        run(slot, "1.1", "exit 3");

        slot.kill(Duration.ofSeconds(1)).get(20, SECONDS);

        assertThat(opened().host(name())
                        .follow(trace(slot), "1.1", new Captured())
                        .get(20, SECONDS)
                        .code())
                .isEqualTo(3);
    }

    @Test
    void a_script_whose_output_nobody_kept_any_more_has_no_end_that_counts() throws Exception {
        Transport transport = opened();
        for (String file : List.of("out", "err")) {
            Slot slot = slot(transport);
            Captured output = new Captured();
            CompletableFuture<Integer> code = slot.run(
                    "1.1",
                    "echo on; while [ ! -e " + directory.resolve(file)
                            + " ]; do sleep 0.1; done; echo two; echo due >&2; exit 9",
                    output);
            await().until(() -> output.stdout.size() > 0);
            killTee(slot, file);
            Files.createFile(directory.resolve(file));

            assertThatThrownBy(() -> code.get(20, SECONDS)).isNotNull();
            ScriptEnd end = transport
                    .host(name())
                    .follow(trace(slot), "1.1", new Captured())
                    .get(20, SECONDS);
            assertThat(end.state()).isEqualTo(ScriptEnd.State.UNHEARD);
        }
    }

    @Test
    void a_slot_whose_output_nobody_would_keep_starts_nothing() throws Exception {
        Transport transport = opened();
        Slot slot = slot(transport);
        run(slot, "1.1", "true");
        killTee(slot, "out");
        Path trap = directory.resolve("ran");

        assertThatThrownBy(() -> run(slot, "2.1", "touch " + trap)).isNotNull();
        assertThat(transport
                        .host(name())
                        .follow(trace(slot), "2.1", new Captured())
                        .get(20, SECONDS)
                        .state())
                .isEqualTo(ScriptEnd.State.NEVER_STARTED);
        assertThat(trap).doesNotExist();
    }

    private static void killTee(Slot slot, String file) {
        String path = trace(slot).directory() + "/" + file;
        ProcessHandle tee = ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .filter(arguments -> List.of(arguments).contains(path))
                        .isPresent())
                .findAny()
                .orElseThrow();
        tee.destroyForcibly();
        await().until(() -> tee.info().arguments().isEmpty());
    }

    @Test
    void what_was_heard_before_a_break_is_not_heard_twice() throws Exception {
        Transport first = opened();
        Captured all = new Captured();
        ResumableOutput heard = new ResumableOutput(all);
        Slot slot = slot(first);
        CompletableFuture<Integer> lost = slot.run(
                "1.1",
                "printf '" + new Frame("note", "1").toPrintf(slot.token()) + "'; echo one; echo uno >&2; read x < "
                        + fifo() + "; echo two; echo due >&2; printf '" + new Frame("note", "2").toPrintf(slot.token())
                        + "'",
                heard);
        await().until(() -> all.stdout.size() > 0 && all.stderr.size() > 0);
        breakOff(first, lost);

        CompletableFuture<ScriptEnd> end = opened().host(name()).follow(trace(slot), "1.1", heard.fromTheBeginning());
        release();

        assertThat(end.get(20, SECONDS).code()).isZero();
        assertThat(all.stdout).hasToString("one\ntwo\n");
        assertThat(all.stderr).hasToString("uno\ndue\n");
        assertThat(all.frames).containsExactly(new Frame("note", "1"), new Frame("note", "2"));
    }

    @Test
    void a_slot_that_is_closed_with_all_settled_leaves_nothing_on_the_host() throws Exception {
        Slot slot = slot(opened());
        run(slot, "1.1", "true");
        assertThat(slots()).hasSize(1);

        slot.settled("1.1");
        slot.close();

        await().until(() -> isEmpty(Path.of(owner().nodeDirectory()).resolve("slots")));
    }

    private static boolean isEmpty(Path directory) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    @Test
    void what_is_unsettled_is_kept_until_it_is_forgotten_with_all_that_its_owner_left() throws Exception {
        Transport first = opened();
        Slot slot = slot(first);
        run(slot, "1.1", "true");
        Captured running = new Captured();
        slot(first).run("2.1", "echo on; sleep 600", running).cancel(false);
        await().until(() -> running.stdout.size() > 0);
        slot.close();
        first.close();

        RemoteHost host = opened().host(name());
        assertThat(takeOver(host, owner())).containsKey("1.1");
        host.kill(takeOver(host, owner()).get("2.1"), Duration.ofSeconds(5)).get(20, SECONDS);
        host.forget(owner(), true).get(20, SECONDS);

        await().until(() -> slots().isEmpty());
    }

    @Test
    void what_is_settled_is_thrown_away_when_it_has_grown_large() throws Exception {
        Slot slot = slot(opened());
        run(slot, "1.1", "head -c 3000000 /dev/zero");
        run(slot, "2.1", "echo unsettled before: all kept");
        Path out = slots().get(0).resolve("out");
        assertThat(Files.size(out)).isGreaterThan(3_000_000);

        slot.settled("1.1");
        slot.settled("2.1");
        run(slot, "3.1", "echo new");

        await().until(() -> Files.size(out) < 1000);
        assertThat(read(opened().host(name()), takeOver(opened().host(name()), owner()), "3.1", 0))
                .isEqualTo("new\n||[]");
    }

    @Test
    void a_full_slot_says_so() throws Exception {
        Slot slot = slot(opened());
        assertThat(slot.isFull()).isFalse();
        run(slot, "1.1", "head -c 17000000 /dev/zero");
        assertThat(slot.isFull()).isTrue();
        slot.settled("1.1");
        run(slot, "2.1", "true");
        assertThat(slot.isFull()).isFalse();
    }

    /** Closes the way to the host while a script runs. */
    protected void breakOff(Transport transport, CompletableFuture<Integer> running) {
        transport.close();
        assertThatThrownBy(() -> running.get(20, SECONDS)).isNotNull();
    }

    private List<Path> slots() throws Exception {
        Path all = Path.of(owner().nodeDirectory()).resolve("slots");
        try (Stream<Path> found = Files.list(all)) {
            return found.filter(Files::isDirectory).toList();
        }
    }

    private Path fifo() throws Exception {
        Path fifo = directory.resolve("go");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        return fifo;
    }

    private void release() throws Exception {
        Files.writeString(directory.resolve("go"), "\n");
    }

    private Transport opened() {
        Transport transport = transport();
        transports.add(transport);
        return transport;
    }

    private SlotOwner owner() {
        return new SlotOwner("0-owner", directory.resolve("node").toString());
    }

    private Slot slot(Transport transport) throws Exception {
        return transport.host(name()).openSlot(owner()).get(20, SECONDS);
    }

    private static SlotTrace trace(Slot slot) {
        return Objects.requireNonNull(slot.trace());
    }

    private static Map<String, SlotTrace> takeOver(RemoteHost host, SlotOwner owner) throws Exception {
        return host.takeOver(owner, true).get(20, SECONDS);
    }

    private static int run(Slot slot, String id, String script) throws Exception {
        return slot.run(id, script, new Captured()).get(20, SECONDS);
    }
}
