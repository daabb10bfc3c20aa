package pipeline.mainjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.dispatch.attempt.NodeScriptException;
import pipeline.dispatch.rules.StopMode;
import pipeline.job.ComputeJob;
import pipeline.job.FailureKind;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.log.server.NodeRecord;
import pipeline.nodes.ChecksumNode;
import pipeline.nodes.ExampleParallelNode;

/** What the way of a job must hold on every transport; one subclass for each. */
abstract class MainJobContract {

    /** What people call their files. */
    private static final List<String> HOSTILE = List.of(
            "plain",
            "two words",
            " leading and trailing ",
            "it's",
            "\"double\"",
            "$(touch pwned)",
            "`touch pwned`",
            "$HOME",
            "a\nb",
            "tab\there",
            "-rf",
            "*",
            "~",
            "a\\b\\",
            "#no comment",
            "x=y",
            "!history",
            "%d %s",
            "Größe_Ångström_日本_🔭",
            "\u001e\u0001\u007f",
            ";&|<>(){}[]?");

    @TempDir
    Path directory;

    private MainJobFixture fixture;

    /** Returns a configuration by which {@link #hosts()} are reached. */
    abstract String configuration() throws Exception;

    /** Returns three hosts; their disks are this machine's. */
    abstract List<String> hosts();

    /** Returns how many JVMs that log at the same time the machine of the test is burdened with. */
    int chattyJobs() {
        return 6;
    }

    @BeforeEach
    void start() throws Exception {
        fixture = MainJobFixture.start(configuration(), directory);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void outcomes_come_in_the_order_of_the_jobs_with_exact_exit_codes() throws Exception {
        List<Integer> codes = List.of(0, 1, 2, 3, 42, 64, 77, 125, 126, 127, 128, 129, 137, 200, 254, 255);
        List<ComputeJob> jobs = IntStream.range(0, codes.size())
                .mapToObj(i -> ComputeJob.command(hosts().get(i % 3), "sh", "-c", "exit " + codes.get(i)))
                .toList();

        List<Outcome> outcomes = fixture.run(jobs, 3);

        assertThat(outcomes).extracting(Outcome::job).containsExactlyElementsOf(jobs);
        assertThat(outcomes).extracting(MainJobContract::code).containsExactlyElementsOf(codes);
    }

    @Test
    void a_program_ended_by_a_signal_has_128_and_its_number() throws Exception {
        assertThat(code(fixture.run(command("sh", "-c", "kill -KILL $$")))).isEqualTo(137);
        assertThat(code(fixture.run(command("sh", "-c", "kill -TERM $$")))).isEqualTo(143);
        Outcome segv = fixture.run(command("sh", "-c", "kill -SEGV $$"));
        assertThat(code(segv)).isEqualTo(139);
        assertThat(segv.message()).contains("signal 11");
    }

    @Test
    void a_program_that_is_not_there_is_127_and_the_shell_says_so() throws Exception {
        Outcome outcome = fixture.run(command("no-such-program"));

        assertThat(code(outcome)).isEqualTo(127);
        assertThat(outcome.message()).contains("exit code 127").contains("no-such-program");
        assertThat(outcome.failure().orElseThrow().kind()).isEqualTo(FailureKind.PROGRAM);
    }

    @Test
    void arguments_arrive_byte_for_byte() throws Exception {
        List<String> words = new ArrayList<>(List.of("printf", "%s\\0"));
        words.addAll(HOSTILE);
        words.addAll(List.of("", "--"));

        Outcome outcome = fixture.run(ComputeJob.command(hosts().get(0), words));

        assertThat(MainJobFixture.text(outcome)).isEqualTo(String.join("\0", words.subList(2, words.size())) + "\0");
    }

    @Test
    void environment_and_working_directory_arrive_byte_for_byte() throws Exception {
        for (String name : HOSTILE) {
            Path place = Files.createDirectories(directory.resolve("wd").resolve(name));
            Outcome outcome = fixture.run(command("sh", "-c", "printf %s \"$VALUE\"; pwd -P; printf x")
                    .environment("VALUE", name)
                    .workingDirectory(place.toString()));
            assertThat(MainJobFixture.text(outcome)).isEqualTo(name + place.toRealPath() + "\nx");
        }
    }

    @Test
    void a_working_directory_that_is_not_there_fails_the_job_and_says_which() throws Exception {
        Outcome outcome = fixture.run(command("true").workingDirectory("/no/such/place"));

        assertThat(outcome.isSuccess()).isFalse();
        assertThat(outcome.message()).contains("/no/such/place");
    }

    @Test
    void every_job_finds_its_variables_but_not_those_of_another() throws Exception {
        Outcome first =
                fixture.run(command("sh", "-c", "env | grep ^PIPELINE_ | sort").environment("ONLY_HERE", "1"));
        Outcome second = fixture.run(command("sh", "-c", "printf %s \"${ONLY_HERE-none}\""));

        assertThat(MainJobFixture.text(first).lines().map(line -> line.substring(0, line.indexOf('='))))
                .contains(
                        "PIPELINE_HOST",
                        "PIPELINE_JOB_ID",
                        "PIPELINE_JOB_NAME",
                        "PIPELINE_LOG_HOST",
                        "PIPELINE_LOG_PORT",
                        "PIPELINE_LOG_TOKEN",
                        "PIPELINE_RECIPE");
        assertThat(MainJobFixture.text(first)).contains("PIPELINE_HOST=" + hosts().get(0) + "\n");
        assertThat(MainJobFixture.text(second)).isEqualTo("none");
    }

    @Test
    void nothing_secret_is_on_a_command_line() throws Exception {
        Outcome outcome = fixture.run(
                command("sh", "-c", "echo \"$PIPELINE_LOG_TOKEN\"; cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' '")
                        .environment("SECRET", "visible-only-in-the-environment"));

        String[] parts = MainJobFixture.text(outcome).split("\n", 2);
        assertThat(parts[0]).hasSizeGreaterThan(30);
        assertThat(parts[1]).contains("cmdline").doesNotContain(parts[0]).doesNotContain("visible-only-in-the");
    }

    @Test
    void no_more_than_max_per_node_run_on_a_host_and_no_fewer() throws Exception {
        List<ComputeJob> jobs = new ArrayList<>();
        for (int i = 0; i < 36; i++) {
            jobs.add(counting(hosts().get(i % 3), 4));
        }

        List<Outcome> outcomes = fixture.run(jobs, 4);

        assertThat(outcomes).allMatch(Outcome::isSuccess);
        assertThat(overlap(hosts())).as("on each machine").isEqualTo(perMachine(4));
    }

    @Test
    void the_throttle_holds_across_calls_at_the_same_time() throws Exception {
        String host = hosts().get(0);
        List<ComputeJob> jobs =
                IntStream.range(0, 12).mapToObj(i -> counting(host, 3)).toList();

        CompletableFuture<?>[] calls = IntStream.range(0, 3)
                .mapToObj(i -> CompletableFuture.runAsync(() -> {
                    try {
                        assertThat(fixture.run(jobs, 3)).allMatch(Outcome::isSuccess);
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                }))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(calls).get(120, TimeUnit.SECONDS);

        assertThat(overlap(List.of(host))).containsExactly(3);
    }

    @Test
    void fewer_than_one_per_node_is_an_error() {
        assertThatThrownBy(() -> fixture.run(List.of(command("true")), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxPerNode must be at least 1, but was 0");
    }

    @Test
    void no_jobs_give_no_outcomes() throws Exception {
        assertThat(fixture.run(List.of(), 1)).isEmpty();
    }

    @Test
    void what_a_job_prints_is_kept_as_it_is() throws Exception {
        Outcome outcome =
                fixture.run(command("sh", "-c", "printf 'a\\0\\377 no end'; printf '1%%\\r50%%\\r100%%\\n' >&2"));

        assertThat(MainJobFixture.stdout(outcome))
                .isEqualTo(new byte[] {'a', 0, (byte) 0xff, ' ', 'n', 'o', ' ', 'e', 'n', 'd'});
        Path stderr = outcome.attempt().orElseThrow().stderr();
        assertThat(Files.readString(stderr)).isEqualTo("1%\r50%\r100%\n");
        assertThat(stderr.getFileName())
                .hasToString(outcome.attempt().orElseThrow().number() + ".sh.err");
        assertThat(stderr.getParent().getFileName()).hasToString(hosts().get(0));
        assertThat(fixture.console())
                .contains("WARNING node." + hosts().get(0) + ".sh: 100%\n")
                .doesNotContain("50%");
    }

    @Test
    void a_job_that_prints_nothing_leaves_no_file() throws Exception {
        Outcome outcome = fixture.run(command("true"));

        assertThat(outcome.attempt().orElseThrow().stdout()).isNull();
        assertThat(outcome.attempt().orElseThrow().stderr()).isNull();
    }

    @Test
    void fifty_megabytes_without_a_line_end_do_not_grow_the_master() throws Exception {
        System.gc();
        long before = used();
        long[] pieces = new long[1];
        int[] longest = new int[1];
        JobListener watching = new JobListener() {
            @Override
            public void stdout(ComputeJob job, byte[] bytes, boolean endOfLine) {
                pieces[0]++;
                longest[0] = Math.max(longest[0], bytes.length);
            }
        };
        Outcome outcome = fixture.run(
                        List.of(command("sh", "-c", "head -c 50000000 /dev/zero | tr '\\0' '\\r'")), 1, watching)
                .get(0);
        System.gc();

        assertThat(Files.size(outcome.attempt().orElseThrow().stdout())).isEqualTo(50_000_000);
        assertThat(pieces[0]).isGreaterThan(750);
        assertThat(longest[0]).isLessThanOrEqualTo(64 << 10);
        assertThat(used() - before).isLessThan(32L << 20);
    }

    @Test
    void a_background_child_that_keeps_the_output_open_does_not_hold_the_job_up() throws Exception {
        Outcome outcome = fixture.run(command("sh", "-c", "sleep 600 & echo $!"));

        assertThat(outcome.isSuccess()).isTrue();
        String child = MainJobFixture.text(outcome).strip();
        assertThat(ProcessHandle.of(Long.parseLong(child)))
                .as("the child goes on")
                .isPresent();
        fixture.run(command("kill", child));
    }

    @Test
    void lines_reach_the_listener_whole() throws Exception {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        JobListener listener = new JobListener() {
            @Override
            public void stdout(ComputeJob job, byte[] bytes, boolean endOfLine) {
                lines.add(new String(bytes, StandardCharsets.UTF_8) + (endOfLine ? "|" : ""));
            }
        };
        fixture.run(List.of(command("printf", "ä\\n\\nb\\r\\nlast")), 1, listener);

        assertThat(lines).containsExactly("ä|", "|", "b\r|", "last");
    }

    @Test
    void a_java_node_program_logs_to_the_master_and_answers() throws Exception {
        Path file = Files.writeString(directory.resolve("Größe $(x) 'y'\n.dat"), "abc");
        String host = hosts().get(1);

        Outcome example =
                fixture.run(ComputeJob.program(host, ExampleParallelNode.class.getName(), "example_argument"));
        Outcome checksum = fixture.run(ComputeJob.program(host, ChecksumNode.class.getName(), file.toString()));

        assertThat(example.isSuccess()).as(example.toString()).isTrue();
        assertThat(fixture.logged("node." + host + ".example_parallel"))
                .containsExactly("INFO Received example_argument as argument");
        assertThat(fixture.console())
                .containsPattern("(?m)^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d INFO    node." + host
                        + ".example_parallel: Received example_argument as argument$");
        assertThat(checksum.isSuccess()).as(checksum.toString()).isTrue();
        assertThat(checksum.result().orElseThrow().path("sha256").asString())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(checksum.result().orElseThrow().path("bytes").asLong()).isEqualTo(3);
    }

    @Test
    void an_exception_of_a_node_program_arrives_with_its_stack_trace() throws Exception {
        String host = hosts().get(0);

        Outcome outcome = fixture.run(ComputeJob.program(host, FailingNode.class.getName()));

        assertThat(code(outcome)).isEqualTo(1);
        assertThat(outcome.message()).contains("IllegalStateException").contains("broken on purpose");
        assertThat(fixture.records())
                .filteredOn(record -> record.logger().equals("node." + host + ".failing"))
                .extracting(NodeRecord::exception)
                .singleElement()
                .asString()
                .contains("java.lang.IllegalStateException: broken on purpose")
                .contains("at pipeline.mainjob.FailingNode.run(FailingNode.java:");
    }

    @Test
    void two_thousand_lines_from_each_of_many_jobs_are_all_there_in_order() throws Exception {
        List<ComputeJob> jobs = IntStream.range(0, chattyJobs())
                .mapToObj(i -> chatty(hosts().get(i % 3), 2000))
                .toList();

        List<Outcome> outcomes = fixture.run(jobs, 3);

        assertThat(outcomes).allMatch(Outcome::isSuccess);
        List<String> expected = IntStream.range(0, 2000)
                .mapToObj(line -> "Received " + line + " as argument")
                .toList();
        for (Outcome outcome : outcomes) {
            String id = String.valueOf(outcome.attempt().orElseThrow().number());
            assertThat(fixture.records().stream()
                            .filter(record -> record.jobId().equals(id))
                            .map(NodeRecord::message))
                    .containsExactlyElementsOf(expected);
        }
    }

    @Test
    void a_node_script_gets_log_host_and_port_first_and_logs_to_the_master() throws Exception {
        Path script = script("""
                #!/usr/bin/env python3
                import sys
                from pipeline_node import NodeScript
                class example(NodeScript):
                    def run(self, *args):
                        for arg in args:
                            self.logger.info("Received %s as argument", arg)
                        print(len(sys.argv), sys.argv[2].isdigit())
                        return 3
                sys.exit(example(sys.argv[1], sys.argv[2]).run_with_logging(*sys.argv[3:]))
                """);
        String host = hosts().get(0);

        Outcome outcome = fixture.run(ComputeJob.script(host, script, "one", "two words", "$(x)"));

        assertThat(code(outcome)).isEqualTo(3);
        assertThat(MainJobFixture.text(outcome)).isEqualTo("6 True\n");
        assertThat(fixture.logged("node." + host + ".my_script"))
                .containsExactly(
                        "INFO Received one as argument",
                        "INFO Received two words as argument",
                        "INFO Received $(x) as argument");
    }

    @Test
    void a_node_script_without_a_first_line_is_refused_before_anything_starts() throws Exception {
        Path script = Files.writeString(directory.resolve("my_script.sh"), "echo 1\n");
        Path proof = directory.resolve("started");

        assertThatThrownBy(() -> fixture.run(
                        List.of(command("touch", proof.toString()), ComputeJob.script(hosts().get(0), script)), 1))
                .isInstanceOf(NodeScriptException.class)
                .hasMessageContaining(script + ":1:1")
                .hasMessageContaining("#!");
        assertThat(proof).doesNotExist();
    }

    @Test
    void the_exception_of_a_python_script_is_the_message_of_its_failure() throws Exception {
        Path bare = Files.writeString(directory.resolve("bare.py"), """
                import sys
                def gain():
                    raise ValueError("bad gain")
                try:
                    gain()
                finally:
                    sys.stderr.write("cleaning up\\n")
                """);
        Path logging = script("""
                #!/usr/bin/env python3
                import sys
                from pipeline_node import NodeScript
                class my_script(NodeScript):
                    def run(self):
                        raise KeyError("no beam")
                if __name__ == "__main__":
                    sys.exit(my_script(sys.argv[1], sys.argv[2]).run_with_logging())
                """);

        List<Outcome> outcomes = fixture.run(
                List.of(ComputeJob.script(hosts().get(0), bare), ComputeJob.script(hosts().get(1), logging)), 1);

        assertThat(outcomes)
                .extracting(outcome -> outcome.failure().orElseThrow().message())
                .containsExactly(
                        "exit code 1: bare.py:3: ValueError: bad gain",
                        "exit code 1: my_script.py:6: KeyError: 'no beam'");
    }

    @Test
    void stopping_ends_every_process_and_gives_every_job_an_outcome() throws Exception {
        Path started = Files.createDirectory(directory.resolve("started"));
        List<ComputeJob> jobs = IntStream.range(0, 9)
                .mapToObj(i -> ComputeJob.command(
                        hosts().get(i % 3), "sh", "-c", "echo $$ > " + started + "/$$; sleep 600; true"))
                .toList();
        CompletableFuture<List<Outcome>> call = CompletableFuture.supplyAsync(() -> {
            try {
                return fixture.run(jobs, 1);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        int running = perMachine(1).size();
        await().atMost(Duration.ofSeconds(60)).until(() -> pids(started).size() == running);

        fixture.dispatcher().stop(StopMode.END, "interrupted");
        List<Outcome> outcomes = call.get(60, TimeUnit.SECONDS);

        assertThat(outcomes).hasSize(9);
        assertThat(outcomes.stream().filter(outcome -> outcome.state() == Outcome.State.FAILED))
                .hasSize(running)
                .allMatch(outcome -> outcome.failure().orElseThrow().kind() == FailureKind.CANCELLED);
        assertThat(outcomes.stream().filter(outcome -> outcome.state() == Outcome.State.NOT_STARTED))
                .hasSize(9 - running);
        for (long pid : pids(started)) {
            await().atMost(Duration.ofSeconds(15))
                    .until(() -> ProcessHandle.of(pid).isEmpty());
        }
        assertThat(fixture.run(command("true")).state()).isEqualTo(Outcome.State.NOT_STARTED);
    }

    /** Returns how many jobs of a limit may run at once, one number for each machine that the three hosts are. */
    List<Integer> perMachine(int maxPerNode) {
        return Collections.nCopies(3, maxPerNode);
    }

    MainJobFixture fixture() {
        return fixture;
    }

    ComputeJob command(String... words) {
        return ComputeJob.command(hosts().get(0), words);
    }

    /** A Java node program that logs so many lines. */
    static ComputeJob chatty(String host, int lines) {
        return ComputeJob.program(
                host,
                ExampleParallelNode.class.getName(),
                IntStream.range(0, lines).boxed().toArray());
    }

    static int code(Outcome outcome) {
        if (outcome.isSuccess()) {
            return 0;
        }
        Integer code = outcome.failure()
                .orElseThrow(() -> new AssertionError(outcome.toString()))
                .exitCode();
        if (code == null) {
            throw new AssertionError("no exit code: " + outcome);
        }
        return code;
    }

    /**
     * A job that notes how many like it run on its machine at the same time, and waits once until as many do as may, so
     * that a slow machine does not make the throttle look tighter than it is.
     */
    private ComputeJob counting(String host, int maxPerNode) {
        return ComputeJob.command(
                host,
                "sh",
                "-c",
                """
                mkdir -p "$1" "$1.max"; : > "$1/$$"; n=0
                until [ "$(ls "$1" | wc -l)" -ge "$2" ] || [ -e "$1.reached" ] || [ $n -gt 300 ]; do
                  sleep 0.1; n=$((n+1))
                done
                : > "$1.reached"; ls "$1" | wc -l > "$1.max/$$"; sleep 0.3; ls "$1" | wc -l >> "$1.max/$$"; rm "$1/$$"
                """,
                "counting",
                directory.resolve("count-" + machine(host)).toString(),
                String.valueOf(maxPerNode));
    }

    private String machine(String host) {
        return perMachine(1).size() == 1 ? "all" : host;
    }

    private List<Integer> overlap(List<String> hosts) throws Exception {
        List<Integer> most = new ArrayList<>();
        for (String machine : hosts.stream().map(this::machine).distinct().toList()) {
            try (Stream<Path> files = Files.list(directory.resolve("count-" + machine + ".max"))) {
                List<Integer> counts = new ArrayList<>();
                for (Path file : files.toList()) {
                    Files.readAllLines(file).forEach(line -> counts.add(Integer.valueOf(line.strip())));
                }
                most.add(Collections.max(counts));
            }
        }
        return most;
    }

    private static List<Long> pids(Path started) {
        String[] names = started.toFile().list();
        return Arrays.stream(names == null ? new String[0] : names)
                .map(Long::valueOf)
                .toList();
    }

    private Path script(String text) throws Exception {
        Path script = Files.writeString(directory.resolve("my_script.py"), text);
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rw-------"));
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
