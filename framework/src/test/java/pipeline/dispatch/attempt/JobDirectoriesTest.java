package pipeline.dispatch.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pipeline.dispatch.rules.NodeSettings;
import pipeline.frame.Frame;
import pipeline.job.ComputeJob;
import pipeline.job.DeclaredOutput;
import pipeline.job.Scratch;
import pipeline.remote.ShellScript;
import pipeline.remote.Slot;

/** What a job's script makes and removes around its program, in each POSIX shell of this machine. */
class JobDirectoriesTest {

    private static final JobScript.SlotContext SLOT = new JobScript.SlotContext("token", "me.1-7.1");

    @TempDir
    private Path directory;

    private Path data;
    private Path slot;

    private record End(int code, String out, Map<String, String> frames) {}

    static Stream<List<String>> shells() {
        return JobScriptTest.shells();
    }

    @BeforeEach
    void make() throws Exception {
        data = Files.createDirectories(directory.resolve("my data"));
        slot = Files.createDirectories(directory.resolve("node/slots/me.1"));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void a_directory_on_scratch_is_for_the_user_alone_and_gone_at_the_end(List<String> shell) throws Exception {
        String script = "cd $PIPELINE_SCRATCH && [ $TMPDIR = $PWD ] && ls -ld . | cut -c 1-10 && ls " + slot
                + " && mkdir a && touch a/b && chmod 500 a; pwd; exit $1";
        ComputeJob job = ComputeJob.command("a", "sh", "-c", script, "x", "0");
        Path scratch = directory.resolve("node/scratch/pipeline-me.1-7.1");
        String expected = "drwx------\nmade.me.1-7.1.scratch\n" + scratch + "\n";
        assertThat(run(shell, job.scratch()).out()).isEqualTo(expected);
        assertThat(scratch).doesNotExist();
        End failed =
                run(shell, ComputeJob.command("a", "sh", "-c", script, "x", "3").scratch());
        assertThat(failed.code()).isEqualTo(3);
        assertThat(failed.frames()).doesNotContainKey("scratch");
        assertThat(scratch).doesNotExist();
        assertThat(slot).isEmptyDirectory();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void a_parameter_file_is_there_byte_for_byte_for_words_and_environment(List<String> shell) throws Exception {
        String text = "it's = \"é\" $HOME `id` \\n %s\n\nlast";
        ComputeJob job = ComputeJob.command(
                        "a", "sh", "-c", "cat \"$PIPELINE_PARAMETERS\"; printf '|%s' \"$@\"", "x", "it's={parameters}")
                .parameterFile("a b.parset", text);
        Path scratch = directory.resolve("node/scratch/pipeline-me.1-7.1");
        assertThat(run(shell, job).out()).isEqualTo(text + "|it's=" + scratch + "/a b.parset");
        assertThat(scratch).doesNotExist();
        assertThat(run(shell, ComputeJob.command("a", "echo", "{parameters}")).out())
                .isEqualTo("{parameters}\n");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void it_is_kept_on_failure_if_that_is_wanted(List<String> shell) throws Exception {
        Scratch wanted = Scratch.in(data.toString()).keptOnFailure();
        Path scratch = data.resolve("pipeline-me.1-7.1");
        End failed = run(shell, ComputeJob.command("a", "sh", "-c", "exit 3").scratch(wanted), "set -e -f -u; IFS=l");
        assertThat(failed.code()).isEqualTo(3);
        assertThat(failed.frames()).containsEntry("scratch", scratch.toString());
        assertThat(scratch).isEmptyDirectory();
        Path link = directory.resolve("node/kept/pipeline-me.1-7.1");
        assertThat(Files.readSymbolicLink(link)).isEqualTo(scratch);
        Files.delete(scratch);
        Files.delete(link);
        End missing = run(shell, ComputeJob.command("a", "true").scratch(wanted).outputs("nothing"));
        assertThat(missing.frames()).containsEntry("scratch", scratch.toString());
        Files.delete(scratch);
        Files.delete(link);
        assertThat(run(
                                shell,
                                ComputeJob.command("a", "true")
                                        .scratch(wanted)
                                        .outputs(data.getParent().toString()))
                        .frames())
                .doesNotContainKey("scratch");
        assertThat(data).isEmptyDirectory();
        assertThat(link.getParent()).isEmptyDirectory();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void where_none_can_be_made_the_program_does_not_start(List<String> shell) throws Exception {
        Files.createFile(data.resolve("file"));
        for (Map.Entry<String, String> base : Map.of(
                        data + "/none", "which is not there", data + "/file", "which is no directory")
                .entrySet()) {
            ComputeJob job = ComputeJob.command("a", "echo", "ran").scratch(Scratch.in(base.getKey()));
            End end = run(shell, job);
            assertThat(end.out()).isEmpty();
            assertThat(new JobSetup(job, node("")).fault(end.frames().get("setup"), "exit code 1", ""))
                    .startsWith("no scratch directory can be made in '" + base.getKey() + "', " + base.getValue());
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void an_atomic_output_has_its_name_only_after_success(List<String> shell) throws Exception {
        Path output = data.resolve("it's x.fits");
        Files.writeString(output, "old");
        String script = "[ \"$1\" = \"$PIPELINE_OUTPUT\" ] && printf new >\"$1\" && printf '%s ' \"${1##*/}\""
                + " && cat \"" + output + "\"; exit $2";
        ComputeJob failing =
                ComputeJob.command("a", "sh", "-c", script, "x", "{out}", "3").atomicOutput(output.toString());
        assertThat(run(shell, failing).code()).isEqualTo(3);
        assertThat(output).hasContent("old");
        assertThat(data).isDirectoryContaining(output::equals);
        ComputeJob job =
                ComputeJob.command("a", "sh", "-c", script, "x", "{out}", "0").atomicOutput(output.toString());
        End end = run(shell, job, "set -e -f -u; IFS=l");
        assertThat(end.out()).isEqualTo("it's x.fits old");
        assertThat(fault(job, end)).isNull();
        assertThat(output).hasContent("new");
        assertThat(entries(data)).containsExactly("it's x.fits");
        assertThat(slot).isEmptyDirectory();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void directories_take_the_place_of_directories_and_names_may_be_relative(List<String> shell) throws Exception {
        Files.createDirectories(directory.resolve("-ms/old"));
        ComputeJob job = ComputeJob.command("a", "sh", "-c", "mkdir -p \"$0/new\" && echo 2 >\"$1\"", "{out}", "{out2}")
                .atomicOutput("-ms/")
                .atomicOutput("second");
        End end = run(shell, job);
        assertThat(fault(job, end)).isNull();
        assertThat(entries(directory.resolve("-ms"))).containsExactly("new");
        assertThat(directory.resolve("second")).hasContent("2");
        assertThat(entries(directory)).noneMatch(name -> name.startsWith(".pipeline"));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void what_is_missing_or_wrong_under_its_temporary_name_gets_no_name(List<String> shell) throws Exception {
        Path other = data.resolve("other");
        String sum = "0".repeat(64);
        ComputeJob job = ComputeJob.command("a", "sh", "-c", "echo x >\"$0\"", "{out}")
                .outputs(List.of(
                        DeclaredOutput.atomic(data.resolve("one").toString()),
                        new DeclaredOutput(other.toString(), java.util.Optional.of(sum), true)));
        assertThat(fault(job, run(shell, job)))
                .contains("other' is missing under its temporary name; does the program write to {out}");
        ComputeJob both = ComputeJob.command("a", "sh", "-c", "echo x >\"$0\"; echo y >\"$1\"", "{out}", "{out2}")
                .options(job.options());
        assertThat(fault(both, run(shell, both))).contains("other' has another SHA-256 than declared");
        assertThat(data).isEmptyDirectory();
        ComputeJob nowhere = ComputeJob.command("a", "echo", "ran").atomicOutput(data + "/no/x");
        End end = run(shell, nowhere);
        assertThat(end.out()).isEmpty();
        assertThat(new JobSetup(nowhere, node("")).fault(end.frames().get("setup"), "exit code 1", "No such file"))
                .isEqualTo("the output '" + data + "/no/x' cannot be written beside its name: No such file");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void what_a_killed_job_left_goes_with_its_slot_and_nothing_else_does(List<String> shell) throws Exception {
        Path left = Files.createDirectories(data.resolve("pipeline-me.1-9.1/a\nb"));
        Files.createFile(left.resolve("c"));
        assertThat(left.toFile().setWritable(false)).isTrue();
        Files.createSymbolicLink(slot.resolve("made.me.1-9.1.scratch"), left.getParent());
        Path others = Files.createDirectories(data.resolve("pipeline-me.2-9.1"));
        Files.createSymbolicLink(slot.resolve("made.x"), others);
        Files.createSymbolicLink(slot.resolve("made.y"), directory.resolve("gone"));
        String clear = new ShellScript(Slot.class, "shell/clear-slot.sh").with(Map.of());
        start(shell, clear + "pipeline_clear '" + slot + "/'\n");
        assertThat(entries(data)).containsExactly("pipeline-me.2-9.1");
        assertThat(slot).isEmptyDirectory();
    }

    private static List<String> entries(Path place) throws Exception {
        try (Stream<Path> all = Files.list(place)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private static @Nullable String fault(ComputeJob job, End end) {
        assertThat(end.code()).isZero();
        return OutputCheck.fault(job.options().outputs(), end.frames().get("outputs"));
    }

    private static NodeSettings node(String init) {
        return new NodeSettings(
                new NodeSettings.DeploySettings(List.of(), List.of(), List.of(), List.of(), null), init, "", null);
    }

    private End run(List<String> shell, ComputeJob job) throws Exception {
        return run(shell, job, "");
    }

    private End run(List<String> shell, ComputeJob job, String init) throws Exception {
        String text = JobScript.of(job, node(init), Map.of(), null, NodeFiles.PathsOnHost.NONE, SLOT);
        return start(
                shell, "pipeline_token=token\npipeline_slot='" + slot + "'\n(\n" + text + "\n) </dev/null\nexit $?\n");
    }

    private End start(List<String> shell, String text) throws Exception {
        Path input = Files.writeString(directory.resolve("input"), text);
        Path out = directory.resolve("out");
        Process process = new ProcessBuilder(new ArrayList<>(shell))
                .directory(directory.toFile())
                .redirectInput(input.toFile())
                .redirectOutput(out.toFile())
                .redirectError(directory.resolve("err").toFile())
                .start();
        int code = process.waitFor();
        String said = Files.readString(out, StandardCharsets.UTF_8);
        Map<String, String> frames = new java.util.HashMap<>();
        Matcher frame = Pattern.compile(Frame.SEPARATOR + "token (\\S+) ([^\u001e]*)" + Frame.SEPARATOR)
                .matcher(said);
        while (frame.find()) {
            frames.put(frame.group(1), frame.group(2));
        }
        return new End(code, frame.replaceAll(""), frames);
    }
}
