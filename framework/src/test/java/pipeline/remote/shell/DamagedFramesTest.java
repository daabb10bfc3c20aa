package pipeline.remote.shell;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import pipeline.frame.Frame;
import pipeline.remote.ResumableOutput;
import pipeline.remote.ScriptEnd;
import pipeline.remote.Slot;
import pipeline.remote.SlotOwner;
import pipeline.remote.SlotTrace;
import pipeline.remote.TransportException;
import pipeline.remote.shell.SlotContract.Captured;
import pipeline.testing.Seed;

/** What hosts say that are damaged, or mean harm: nobody waits for more of it without end. */
class DamagedFramesTest {

    private static final SlotOwner OWNER = new SlotOwner("owner", "/node");
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final String ID = "7.1";
    private static final long SEED = Seed.of(DamagedFramesTest.class);
    private static final int RANDOM_BODIES = 300;

    /** A sound body for each word that a host says. */
    private static final Map<String, String> BODIES = Map.ofEntries(
            Map.entry(RunnerScript.READY, "12 12 /node/slots/a"),
            Map.entry(RunnerScript.END, ID + " 0"),
            Map.entry(RunnerScript.FAIL, "no"),
            Map.entry(RunnerScript.WARNING, "take care"),
            Map.entry(Frame.LOGGED, "1 100"),
            Map.entry(Frame.ANSWER, "{}"),
            Map.entry("outputs", "fine"),
            Map.entry("seen", "alive\nstart 7.1 5.0\nend 7.1 3 6.0"),
            Map.entry("missing", "-"),
            Map.entry("fenced", "5.0"),
            Map.entry("slot", "/node/slots/a"),
            Map.entry("done", "-"),
            Map.entry("begin", "-"),
            Map.entry("ended", "-"),
            Map.entry("unknown", "-"));

    private static final List<String> RUBBISH = List.of(
            "",
            "x",
            "-1",
            "7.1",
            "1e9",
            "NaN",
            "Infinity",
            "99999999999999999999",
            "\0",
            "0\0",
            "\n\n",
            "٣",
            "x".repeat(100_000),
            "9".repeat(100_000));

    /** Has a step done with each word and each body that is not what it should be. */
    private static void each(BiConsumer<String, String> step) {
        Random random = new Random(SEED);
        BODIES.forEach((word, sound) -> {
            String[] fields = sound.split("(?<=[ \n])|(?=[ \n])");
            List<String> bodies = new ArrayList<>(RUBBISH);
            for (int i = 0; i < fields.length; i++) {
                for (String rubbish : RUBBISH) {
                    String[] damaged = fields.clone();
                    damaged[i] = rubbish;
                    bodies.add(String.join("", damaged));
                }
            }
            for (String body : bodies) {
                step.accept(word, body);
            }
        });
        List<String> words = List.copyOf(BODIES.keySet());
        for (int i = 0; i < RANDOM_BODIES; i++) {
            StringBuilder body = new StringBuilder();
            random.ints(random.nextInt(30), 0, 130).forEach(c -> body.append(c < 40 ? ' ' : (char) c));
            step.accept(words.get(random.nextInt(words.size())), body.toString());
        }
    }

    private static void assertDone(CompletableFuture<?> future, String word, String body) {
        assertThat(future)
                .as("seed %d: after \"%s %s\"", SEED, word, body.length() > 80 ? body.substring(0, 80) : body)
                .isDone();
    }

    @Test
    void a_script_ends_whatever_its_runner_says_before_or_instead_of_its_end() {
        each((word, body) -> {
            FakeShell shell = new FakeShell();
            CompletableFuture<Integer> code = running(shell);
            shell.says(StandardStream.STDOUT, word, body);
            shell.says(RunnerScript.END, ID + " 0");
            assertDone(code, word, body);

            FakeShell other = new FakeShell();
            CompletableFuture<Integer> instead = running(other);
            other.says(RunnerScript.END, body);
            if (instead.isDone() || !other.isClosed()) {
                other.says(RunnerScript.END, ID + " 0");
            }
            assertDone(instead, RunnerScript.END, body);
        });
    }

    @Test
    void an_end_without_a_code_is_a_broken_connection_so_the_host_is_asked_again() {
        for (String body : List.of(ID + " x", ID + " -1", ID + " 99999999999", ID, "", ID + " 0 0", "8.1 0")) {
            FakeShell shell = new FakeShell();
            CompletableFuture<Integer> code = running(shell);
            shell.says(StandardStream.STDOUT, RunnerScript.END, body);

            assertThatThrownBy(() -> code.get(0, SECONDS))
                    .satisfies(failure -> assertThat(TransportException.in(failure))
                            .extracting(TransportException::cause)
                            .isEqualTo(TransportException.Cause.LOST));
            assertThat(shell.isClosed()).isTrue();
        }
    }

    private static CompletableFuture<Integer> running(FakeShell shell) {
        CompletableFuture<Slot> opened = ShellSlot.open(shell, OWNER, LIMIT);
        shell.says(RunnerScript.READY, "12 12 /node/slots/a");
        return opened.join().run(ID, "true", new Captured());
    }

    @Test
    void a_slot_opens_or_not_whatever_its_runner_says_first() {
        each((word, body) -> {
            FakeShell shell = new FakeShell();
            CompletableFuture<Slot> opened = ShellSlot.open(shell, OWNER, LIMIT);
            shell.says(StandardStream.STDOUT, word, body);
            shell.says(RunnerScript.READY, "12 12 /node/slots/a");
            assertDone(opened, word, body);
        });
    }

    @Test
    void a_script_is_read_to_its_end_whatever_the_host_says_in_between() throws Exception {
        List<CompletableFuture<?>> ends = new ArrayList<>();
        List<String> said = new ArrayList<>();
        each((word, body) -> {
            FakeShell shell = new FakeShell();
            SlotTrace trace = new SlotTrace("/node/slots/a", "abc", null, null);
            CompletableFuture<ScriptEnd> end =
                    ScriptFollower.start(shell, trace, ID, new ResumableOutput(new Captured()), LIMIT);
            shell.whenAsked(() -> {
                shell.says(RunnerScript.END, ID + " 3");
                shell.says("seen", "alive\nstart 7.1 5.0\nend 7.1 3 6.0");
            });
            shell.says("seen", "");
            shell.says(word, body);
            ends.add(shell.await(end));
            said.add(word + " " + body);
        });
        for (int i = 0; i < ends.size(); i++) {
            CompletableFuture<?> end = ends.get(i).handle((ok, failure) -> null);
            assertDone(end, said.get(i), "");
        }
    }

    @Test
    void an_end_without_a_code_in_what_a_slot_kept_is_asked_of_its_journal() throws Exception {
        for (String body : List.of("x", "-1", "99999999999")) {
            assertThat(read(body, "alive\nstart 7.1 5.0\nend 7.1 3 6.0"))
                    .extracting(ScriptEnd::state, ScriptEnd::code)
                    .containsExactly(ScriptEnd.State.ENDED, 3);
            assertThat(read(body, "alive\nstart 7.1 5.0\nend 7.1 " + body + " 6.0")
                            .state())
                    .isEqualTo(ScriptEnd.State.VANISHED);
        }
    }

    private static ScriptEnd read(String code, String journal) throws Exception {
        FakeShell shell = new FakeShell();
        SlotTrace trace = new SlotTrace("/node/slots/a", "abc", null, null);
        CompletableFuture<ScriptEnd> end = ScriptFollower.start(shell, trace, ID, new Captured(), LIMIT);
        shell.whenAsked(() -> shell.says("seen", journal));
        shell.says(RunnerScript.END, ID + " " + code);
        shell.says("seen", "");
        return shell.await(end).get(0, SECONDS);
    }

    @Test
    void what_asks_a_host_something_has_an_answer_or_a_failure_of_the_host() {
        each((word, body) -> {
            FakeShell shell = new FakeShell();
            CompletableFuture<?> traces = SlotTakeOver.start(shell, OWNER, true, LIMIT);
            shell.says("fenced", "5.0");
            shell.prints(
                    StandardStream.STDOUT, "slot abc 1 1 1 1\nstart " + body + " 1.0\n" + word + " " + body + "\n");
            shell.says(StandardStream.STDOUT, word, body);
            shell.says(StandardStream.STDOUT, "slot", "/node/slots/a");
            shell.says(StandardStream.STDOUT, "done", "-");
            assertDone(traces, word, body);

            FakeShell other = new FakeShell();
            CompletableFuture<Void> answer = ShellQuery.start(other, "true", new WholeAnswer(other.name()), LIMIT);
            other.says(StandardStream.STDOUT, word, body);
            other.says(StandardStream.STDOUT, "begin", "-");
            other.says(StandardStream.STDOUT, "end", "-");
            assertDone(answer, word, body);

            for (CompletableFuture<?> each : List.of(traces, answer)) {
                Throwable failure = each.<Throwable>handle((ok, fault) -> fault).join();
                assertThat(failure == null || TransportException.in(failure) != null)
                        .as("seed %d: a failure of the host, but %s", SEED, failure)
                        .isTrue();
            }
        });
    }

    @Test
    void a_journal_that_no_run_writes_is_not_taken_into_memory() {
        FakeShell shell = new FakeShell();
        CompletableFuture<?> traces = SlotTakeOver.start(shell, OWNER, true, LIMIT);
        shell.says(StandardStream.STDOUT, "fenced", "5.0");
        String line = "x".repeat(1 << 20);
        int mebibytes = 0;
        while (!traces.isDone() && mebibytes < 100) {
            shell.prints(StandardStream.STDOUT, line);
            mebibytes++;
        }

        assertThat(mebibytes).isLessThan(20);
        assertThatThrownBy(() -> traces.get(0, SECONDS))
                .hasMessageContaining("a journal in the slots of owner is larger than any that Pipeline writes")
                .satisfies(failure -> assertThat(TransportException.in(failure))
                        .extracting(TransportException::cause)
                        .isEqualTo(TransportException.Cause.NODE_FILES));
        assertThat(shell.isClosed()).isTrue();
    }

    @Test
    void cautions_of_a_host_are_few_and_short() {
        List<String> lines = HostWarnings.lines(("a\u001b[31m" + "x".repeat(10_000) + "\n").repeat(1000));

        assertThat(lines)
                .hasSize(5)
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(600).startsWith("a\\x1b[31mx"));
    }
}
