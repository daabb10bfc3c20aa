package pipeline.dispatch.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pipeline.dispatch.rules.NodeSettings;
import pipeline.dispatch.rules.RequiredPlace;
import pipeline.frame.Frame;
import pipeline.job.ComputeJob;

/** The text is run by each POSIX shell that this machine has, from standard input as in a slot. */
public class JobScriptTest {

    private static final JobScript.SlotContext SLOT = new JobScript.SlotContext("token", "slot-7.1");

    private static final InetSocketAddress LOG = InetSocketAddress.createUnresolved("127.0.0.1", 5140);
    private static final List<String> HOSTILE = List.of(
            "",
            " ",
            "-n",
            "it's",
            "\"",
            "$HOME $(id) `id`",
            "a\nb\n",
            "*",
            "~",
            "\\",
            "\\\\n",
            "é😀",
            "if",
            "A=b",
            "!x",
            ";",
            "#");

    private static final Pattern SETUP =
            Pattern.compile(Frame.SEPARATOR + "token setup ([^\u001e]*)" + Frame.SEPARATOR);

    @TempDir
    private Path directory;

    private Path printer;

    private record End(
            int code, String out, String err, @Nullable String setup) {}

    public static Stream<List<String>> shells() {
        return Stream.of(
                        List.of("sh"),
                        List.of("dash"),
                        List.of("busybox", "sh"),
                        List.of("bash", "--posix"),
                        List.of("mksh"))
                .filter(shell -> Stream.of(System.getenv("PATH").split(":", -1))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, shell.get(0)))));
    }

    @BeforeEach
    void printer() throws Exception {
        printer = Files.writeString(directory.resolve("printer"), "#!/bin/sh\nfor a; do printf '<%s>' \"$a\"; done\n");
        assertThat(printer.toFile().setExecutable(true)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void every_word_arrives_byte_for_byte(List<String> shell) throws Exception {
        List<String> words = new ArrayList<>(List.of(printer.toString()));
        words.addAll(HOSTILE);
        assertThat(run(shell, ComputeJob.command("a", words)).out()).isEqualTo("<" + String.join("><", HOSTILE) + ">");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void variables_arrive_byte_for_byte_and_the_jobs_own_win(List<String> shell) throws Exception {
        for (String value : HOSTILE) {
            ComputeJob job =
                    ComputeJob.command("a", "sh", "-c", "printf %s \"$X\"").environment("X", value);
            assertThat(run(shell, job).out()).isEqualTo(value);
        }
        ComputeJob job = ComputeJob.command("a", "sh", "-c", "echo $FROM_INIT").environment("FROM_INIT", "job");
        assertThat(run(shell, job, settings("FROM_INIT=init; export FROM_INIT", null))
                        .out())
                .isEqualTo("job\n");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void every_job_finds_who_it_is_and_where_the_log_is(List<String> shell) throws Exception {
        ComputeJob job = ComputeJob.command("lce001", "sh", "-c", "env | grep ^PIPELINE_ | sort");
        assertThat(run(shell, job).out()).isEqualTo("""
                PIPELINE_HOST=lce001
                PIPELINE_JOB_ID=7
                PIPELINE_JOB_NAME=it's
                PIPELINE_LOGGER=node.lce001.sh
                PIPELINE_LOG_HOST=127.0.0.1
                PIPELINE_LOG_LEVEL=INFO
                PIPELINE_LOG_PORT=5140
                PIPELINE_LOG_TOKEN=secret
                PIPELINE_RECIPE=recipe
                """);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void paths_of_the_engine_stand_before_those_of_the_node(List<String> shell) throws Exception {
        NodeSettings settings = new NodeSettings(
                new NodeSettings.DeploySettings(List.of("/p/a b", "/p/c"), List.of("/l"), List.of(), List.of(), null),
                "",
                "",
                null);
        ComputeJob job = ComputeJob.command("a", "/bin/sh", "-c", "echo \"$PYTHONPATH $LD_LIBRARY_PATH\"");
        assertThat(run(shell, job, settings, Map.of("PYTHONPATH", "/own")).out())
                .isEqualTo("/p/a b:/p/c:/own /l\n");
        assertThat(run(shell, job, settings).out()).isEqualTo("/p/a b:/p/c /l\n");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void a_job_starts_in_its_directory_whatever_its_name(List<String> shell) throws Exception {
        Path odd = Files.createDirectory(directory.resolve("-"));
        ComputeJob job = ComputeJob.command("a", "pwd");
        assertThat(run(shell, job.workingDirectory(odd.toString())).out()).isEqualTo(odd + "\n");
        assertThat(run(shell, job.workingDirectory("-")).out()).isEqualTo(odd + "\n");
        assertThat(run(shell, job, settings("", odd.toString())).out()).isEqualTo(odd + "\n");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void a_directory_in_which_nothing_can_start_ends_the_job_before_its_program(List<String> shell) throws Exception {
        Map<String, String> faults = Map.of(
                "/no/such",
                "the working directory /no/such is not there",
                "-none",
                "the working directory -none is not there",
                "it's",
                "the working directory 'it'\\''s' is not there",
                printer.toString(),
                "the working directory " + printer + " is no directory");
        for (Map.Entry<String, String> fault : faults.entrySet()) {
            ComputeJob job = ComputeJob.command("a", "echo", "ran");
            End end = run(shell, job.workingDirectory(fault.getKey()));
            assertThat(end.code()).isNotZero();
            assertThat(end.out()).isEmpty();
            assertThat(fault(end, settings("", fault.getKey()))).isEqualTo(fault.getValue());
            NodeSettings withInit = settings("exec >init.out", fault.getKey());
            assertThat(fault(run(shell, job, withInit), withInit)).isEqualTo(fault.getValue());
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void an_init_that_does_its_work_is_followed_by_the_program(List<String> shell) throws Exception {
        List<String> inits = List.of(
                "X=1; export X",
                "true # not open",
                "false || true",
                "f() {\n:\n}",
                "set -eu",
                "cat <<E\nE",
                "sleep 0 &",
                "exec >init.out",
                "exec 2>&1",
                "trap 'exit 3' EXIT");
        for (String init : inits) {
            NodeSettings settings = settings(init, null);
            for (ComputeJob job : List.of(
                    ComputeJob.command("a", "sh", "-c", "echo ran >ran"),
                    ComputeJob.command("a", "sh", "-c", "echo ran >ran").outputs("ran"))) {
                Files.deleteIfExists(directory.resolve("ran"));
                End end = run(shell, job, settings);
                assertThat(end.code()).as(init).isZero();
                assertThat(fault(end, settings)).as(init).isNull();
                assertThat(directory.resolve("ran")).exists();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void what_init_wants_to_be_done_at_the_end_changes_no_exit_code(List<String> shell) throws Exception {
        ComputeJob job = ComputeJob.command("a", "sh", "-c", "exit 5");
        NodeSettings settings = settings("trap 'exit 0' EXIT", null);
        assertThat(run(shell, job, settings).code()).isEqualTo(5);
        assertThat(run(shell, job.outputs("printer"), settings).code()).isEqualTo(5);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void an_init_that_does_not_come_to_its_end_is_reported_and_no_program_starts(List<String> shell) throws Exception {
        String failed = "init of [remote] failed with exit code ";
        String ended = "init of [remote] did not come to its end (exit code ";
        String open = "init of [remote] leaves a quote, a here-document or a command open at its end";
        Map<String, List<String>> faults = new LinkedHashMap<>();
        faults.put("false", List.of(failed + "1,"));
        faults.put("export A=1; (exit 42)", List.of(failed + "42,"));
        faults.put("pipeline-no-such-module load x", List.of(failed + "127,"));
        faults.put("exit 0", List.of(ended + "0)"));
        faults.put("exit 3", List.of(ended + "3)"));
        faults.put("exec true", List.of(ended + "0)"));
        faults.put("set -e; false; true", List.of(ended + "1)"));
        // mksh ends, the others read the here-document to its end
        faults.put("cat <<E", shell.contains("mksh") ? List.of(ended) : List.of(open));
        faults.put("export A=1\\", List.of(open));
        faults.put("true |", List.of(open));
        // most shells end, others go on with the next command
        faults.put("echo 'x", List.of(ended, open, failed));
        faults.put("echo \"x", List.of(ended, open, failed));
        faults.put("if true; then", List.of(ended, open, failed));
        faults.put("return 0", List.of(ended, open, failed));
        faults.put("exit 0 >/dev/null; exec >/dev/null", List.of(ended));
        for (Map.Entry<String, List<String>> fault : faults.entrySet()) {
            NodeSettings settings = settings(fault.getKey(), null);
            End end = run(shell, ComputeJob.command("a", "sh", "-c", "echo ran >ran"), settings);
            assertThat(fault(end, settings))
                    .as(fault.getKey())
                    .isNotNull()
                    .satisfies(text -> assertThat(fault.getValue()).anyMatch(text::startsWith));
            assertThat(directory.resolve("ran")).doesNotExist();
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void what_only_the_setup_needs_is_not_open_for_the_program(List<String> shell) throws Exception {
        NodeSettings settings = settings("true", null);
        ComputeJob job = ComputeJob.command("a", "sh", "-c", "(: >&7) 2>/dev/null || echo closed");
        assertThat(run(shell, job, settings).out()).isEqualTo("closed\n");
        assertThat(run(shell, job.outputs("printer"), settings).out()).startsWith("closed\n");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void exit_codes_are_those_of_the_program(List<String> shell) throws Exception {
        assertThat(run(shell, ComputeJob.command("a", "sh", "-c", "exit 42")).code())
                .isEqualTo(42);
        assertThat(run(shell, ComputeJob.command("a", "sh", "-c", "kill -9 $$")).code())
                .isEqualTo(137);
        assertThat(run(shell, ComputeJob.command("a", "no-such-program")).code())
                .isEqualTo(127);
        assertThat(run(shell, ComputeJob.command("a", directory.toString())).code())
                .isEqualTo(126);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void a_script_gets_the_log_first_and_a_log_out_of_reach_is_an_empty_host_and_port_0(List<String> shell)
            throws Exception {
        ComputeJob job = ComputeJob.script("a", Path.of("ignored.sh"), "x y");
        NodeFiles.PathsOnHost files =
                new NodeFiles.PathsOnHost(printer.toString(), List.of("/bin/sh"), List.of("/helper"));
        assertThat(run(shell, text(job, settings("", null), LOG, files), Map.of())
                        .out())
                .isEqualTo("<127.0.0.1><5140><x y>");
        assertThat(run(shell, text(job, settings("", null), null, files), Map.of())
                        .out())
                .isEqualTo("<><0><x y>");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void a_java_program_gets_its_request_on_standard_input_and_nothing_on_its_command_line(List<String> shell)
            throws Exception {
        Path home = Files.createDirectories(directory.resolve("my java/bin")).getParent();
        Path java = Files.writeString(home.resolve("bin/java"), "#!/bin/sh\nprintf '<%s>' \"$@\"; cat\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        NodeSettings settings = new NodeSettings(
                new NodeSettings.DeploySettings(List.of(), List.of(), List.of("/c p"), List.of(), home.toString()),
                "",
                "",
                null);
        ComputeJob job = ComputeJob.program("a", "x.SomeNode", "$HOME `id`\n", 1);
        NodeFiles.PathsOnHost files = new NodeFiles.PathsOnHost("/node.jar", List.of(), List.of());
        End end = run(shell, text(job, settings, LOG, files), Map.of());
        assertThat(end.out())
                .startsWith("<-cp></node.jar:/c p><")
                .contains("\"arguments\":[\"$HOME `id`\\n\",1]")
                .doesNotContain("<x.SomeNode>");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void a_wrapper_gets_the_program_and_its_arguments_and_starts_it(List<String> shell) throws Exception {
        Path wrapper = Files.writeString(
                directory.resolve("my wrapper"), "#!/bin/sh\nprintf '<%s>' \"$@\"; shift; exec \"$@\"\n");
        assertThat(wrapper.toFile().setExecutable(true)).isTrue();
        NodeSettings settings = new NodeSettings(
                new NodeSettings.DeploySettings(
                        List.of(), List.of(), List.of(), List.of(wrapper.toString(), "-n"), "/none"),
                "",
                "",
                null);
        assertThat(run(shell, ComputeJob.command("a", "echo", "a  b"), settings).out())
                .isEqualTo("<-n><echo><a  b>a  b\n");
        NodeFiles.PathsOnHost files = new NodeFiles.PathsOnHost("/node.jar", List.of(), List.of());
        assertThat(run(shell, text(ComputeJob.program("a", "x.SomeNode"), settings, LOG, files), Map.of())
                        .out())
                .startsWith("<-n></none/bin/java><-cp></node.jar><");
    }

    private End run(List<String> shell, ComputeJob job) throws Exception {
        return run(shell, job, settings("", null));
    }

    private End run(List<String> shell, ComputeJob job, NodeSettings settings) throws Exception {
        return run(shell, job, settings, Map.of());
    }

    @ParameterizedTest
    @MethodSource("shells")
    void a_place_that_is_not_on_the_host_is_reported_and_the_program_does_not_start(List<String> shell)
            throws Exception {
        Path started = directory.resolve("started");
        String printer = this.printer.toString();
        Path closed = Files.createFile(
                directory.resolve("-clo sed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Map<RequiredPlace, String> faults = new LinkedHashMap<>();
        faults.put(place(RequiredPlace.Kind.FILE, "/no/such"), "the file /no/such of --x is not there");
        faults.put(place(RequiredPlace.Kind.FILE, printer), "");
        faults.put(place(RequiredPlace.Kind.FILE, directory.toString()), "");
        faults.put(
                place(RequiredPlace.Kind.DIRECTORY, printer), "the directory " + printer + " of --x is no directory");
        faults.put(place(RequiredPlace.Kind.DIRECTORY, "it's"), "the directory 'it'\\''s' of --x is not there");
        faults.put(place(RequiredPlace.Kind.DIRECTORY, "/"), "");
        faults.put(
                place(RequiredPlace.Kind.PROGRAM, closed.toString()),
                "the program '" + closed + "' of --x cannot be executed");
        faults.put(place(RequiredPlace.Kind.PROGRAM, "/"), "the program / of --x is a directory");
        faults.put(place(RequiredPlace.Kind.PROGRAM, "/no/such"), "the program /no/such of --x is not there");
        faults.put(
                place(RequiredPlace.Kind.PROGRAM, "no-such"),
                "the program no-such of --x is not in the PATH of the job");
        faults.put(place(RequiredPlace.Kind.PROGRAM, "touch"), "");
        for (Map.Entry<RequiredPlace, String> fault : faults.entrySet()) {
            Files.deleteIfExists(started);
            NodeSettings settings = new NodeSettings(
                    settings("", null).engine(),
                    "",
                    "",
                    null,
                    null,
                    List.of(place(RequiredPlace.Kind.PROGRAM, "sh"), fault.getKey()));
            End end = run(shell, ComputeJob.command("a", "touch", started.toString()), settings, Map.of());

            assertThat(Objects.requireNonNullElse(fault(end, settings), "")).isEqualTo(fault.getValue());
            assertThat(Files.exists(started))
                    .as(fault.getValue())
                    .isEqualTo(fault.getValue().isEmpty());
        }
    }

    private static RequiredPlace place(RequiredPlace.Kind kind, String path) {
        return new RequiredPlace("--x", kind, path);
    }

    private End run(List<String> shell, ComputeJob job, NodeSettings settings, Map<String, String> environment)
            throws Exception {
        return run(shell, text(job, settings, LOG, NodeFiles.PathsOnHost.NONE), environment);
    }

    private static @Nullable String fault(End end, NodeSettings settings) {
        return new JobSetup(ComputeJob.command("a", "x"), settings).fault(end.setup(), "exit code " + end.code(), "");
    }

    private static NodeSettings settings(String init, @Nullable String workingDirectory) {
        return new NodeSettings(
                new NodeSettings.DeploySettings(List.of(), List.of(), List.of(), List.of(), null),
                init,
                "",
                workingDirectory);
    }

    private static String text(
            ComputeJob job, NodeSettings settings, @Nullable InetSocketAddress log, NodeFiles.PathsOnHost files) {
        Map<String, String> variables = JobScript.variables(
                new RunIdentity("recipe", "it's", Path.of("out")),
                job,
                7,
                new JobScript.LogContext(JobOutput.loggerName(job), "INFO", "secret"),
                log);
        return JobScript.of(job, settings, variables, log, files, SLOT);
    }

    private End run(List<String> shell, String text, Map<String, String> environment) throws Exception {
        Path input = Files.writeString(
                directory.resolve("input"), "pipeline_token=token\n(\n" + text + "\n) </dev/null\nexit $?\n");
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(shell)
                .directory(directory.toFile())
                .redirectInput(input.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("PIPELINE_") || (name.endsWith("PATH") && !name.equals("PATH")));
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        String printed = Files.readString(out, StandardCharsets.UTF_8);
        Matcher setup = SETUP.matcher(printed);
        return new End(
                process.exitValue(),
                setup.replaceAll(""),
                Files.readString(err, StandardCharsets.UTF_8),
                setup.reset().find() ? setup.group(1) : null);
    }
}
