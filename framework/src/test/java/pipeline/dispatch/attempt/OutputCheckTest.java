package pipeline.dispatch.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pipeline.dispatch.rules.NodeSettings;
import pipeline.frame.Frame;
import pipeline.frame.FrameScanner;
import pipeline.job.ComputeJob;
import pipeline.job.DeclaredOutput;

/** The text of a job with declared outputs is run by each POSIX shell that this machine has. */
class OutputCheckTest {

    private static final JobScript.SlotContext SLOT = new JobScript.SlotContext("token", "slot-7.1");

    private static final List<String> ODD =
            List.of(" ", "-n", "it's", "\"", "$HOME $(id) `id`", "a\nb\n", "*", "[a]", "~", "\\", "é😀", "!", "(", "=");

    @TempDir
    private Path directory;

    private record End(int code, String out, @Nullable String finding) {}

    static Stream<List<String>> shells() {
        return JobScriptTest.shells();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void what_is_there_and_not_empty_is_fine_whatever_its_name(List<String> shell) throws Exception {
        for (String name : ODD) {
            Files.writeString(directory.resolve(name), "x");
        }
        Files.createDirectories(directory.resolve("full/.hidden"));
        List<String> paths = new ArrayList<>(ODD);
        paths.add("full");
        paths.add(directory.resolve("full").toString());
        ComputeJob job = ComputeJob.command("a", "echo", "done").outputs(paths.toArray(String[]::new));
        End end = run(shell, job);
        assertThat(end.code()).isZero();
        assertThat(end.out()).isEqualTo("done\n");
        assertThat(fault(job, end)).isNull();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void what_is_missing_or_empty_is_reported_and_the_exit_code_stays(List<String> shell) throws Exception {
        Files.writeString(directory.resolve("there"), "x");
        Files.writeString(directory.resolve("empty"), "");
        Files.createDirectory(directory.resolve("hollow"));
        Files.createSymbolicLink(directory.resolve("dangling"), Path.of("nowhere"));
        assertThat(fault(shell, "there", "gone")).isEqualTo("its output gone is missing");
        assertThat(fault(shell, "empty")).isEqualTo("its output empty is empty");
        assertThat(fault(shell, "hollow")).isEqualTo("its output hollow is empty");
        assertThat(fault(shell, "dangling")).isEqualTo("its output dangling is missing");
        for (String name : ODD) {
            assertThat(fault(shell, "./no" + name)).endsWith(" is missing");
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void a_checksum_is_compared(List<String> shell) throws Exception {
        Files.writeString(directory.resolve("data"), "x");
        Files.createDirectories(directory.resolve("full/.hidden"));
        String right = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest("x".getBytes(StandardCharsets.UTF_8)));
        ComputeJob job = ComputeJob.command("a", "true");
        assertThat(fault(shell, job.outputs(List.of(DeclaredOutput.of("data", right)))))
                .isNull();
        assertThat(fault(shell, job.outputs(List.of(DeclaredOutput.of("data", "0".repeat(64))))))
                .isEqualTo("its output data has another SHA-256 than declared");
        assertThat(fault(shell, job.outputs(List.of(DeclaredOutput.of("full", right)))))
                .isEqualTo("its output full is a directory, which has no SHA-256");
    }

    /** Without busybox, whose shell has such a program of its own. */
    @Test
    void each_program_that_computes_checksums_will_do_and_none_is_reported() throws Exception {
        List<String> shell = List.of("sh");
        Files.writeString(directory.resolve("data"), "x");
        Path programs = Files.createDirectory(directory.resolve("bin"));
        ComputeJob job = ComputeJob.command("a", "/bin/true")
                .environment("PATH", programs.toString())
                .outputs(List.of(DeclaredOutput.of("data", "ab".repeat(32))));
        assertThat(fault(shell, job)).contains("neither sha256sum nor shasum nor openssl");
        program(programs.resolve("openssl"), "[ \"$*\" = 'dgst -sha256 -r' ] && echo " + "ab".repeat(32) + " '*stdin'");
        assertThat(fault(shell, job)).isNull();
        program(programs.resolve("shasum"), "[ \"$*\" = '-a 256' ] && echo " + "cd".repeat(32) + "  -");
        assertThat(fault(shell, job)).contains("another SHA-256");
        program(programs.resolve("sha256sum"), "exit 1");
        assertThat(fault(shell, job)).isEqualTo("its output data cannot be read for its SHA-256");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void outputs_are_those_of_the_directory_in_which_the_job_starts(List<String> shell) throws Exception {
        Path other = Files.createDirectory(directory.resolve("other"));
        ComputeJob job = ComputeJob.command("a", "sh", "-c", "echo x > made; cd /; PATH=")
                .outputs("made");
        assertThat(fault(shell, job.workingDirectory(other.toString()))).isNull();
        assertThat(other.resolve("made")).hasContent("x");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void a_program_that_fails_or_is_killed_keeps_its_code_and_its_outputs_are_not_looked_at(List<String> shell)
            throws Exception {
        for (Map.Entry<String, Integer> end :
                Map.of("exit 42", 42, "kill -9 $$", 137, "kill -TERM $$", 143).entrySet()) {
            End seen =
                    run(shell, ComputeJob.command("a", "sh", "-c", end.getKey()).outputs("no"));
            assertThat(seen.code()).as(end.getKey()).isEqualTo(end.getValue());
            assertThat(seen.finding()).isNull();
        }
        assertThat(run(shell, ComputeJob.command("a", "no-such-program").outputs("no"))
                        .code())
                .isEqualTo(127);
        assertThat(run(shell, ComputeJob.command("a", "exit", "3").outputs("no"))
                        .code())
                .as("a builtin is no program, but for mksh")
                .isEqualTo(shell.contains("mksh") ? 3 : 127);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void a_program_that_is_told_to_end_is_waited_for_and_hears_of_it(List<String> shell) throws Exception {
        ComputeJob job = ComputeJob.command("a", "sh", "-c", "trap 'echo last words; exit 3' TERM; kill -TERM $PPID $$")
                .outputs("no");
        End end = run(shell, job);
        assertThat(end.code()).isEqualTo(3);
        assertThat(end.out()).isEqualTo("last words\n");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void settings_of_the_shell_that_init_leaves_do_no_harm(List<String> shell) throws Exception {
        Files.createDirectories(directory.resolve("full/x"));
        NodeSettings settings = new NodeSettings(
                new NodeSettings.DeploySettings(List.of(), List.of(), List.of(), List.of(), null),
                "set -e -f -u; IFS=l",
                "",
                null);
        ComputeJob job = ComputeJob.command("a", "true").outputs("full");
        assertThat(fault(job, run(shell, text(job, settings)))).isNull();
        ComputeJob failing = ComputeJob.command("a", "sh", "-c", "exit 7").outputs("full");
        assertThat(run(shell, text(failing, settings)).code()).isEqualTo(7);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void a_java_program_is_looked_after_too(List<String> shell) throws Exception {
        Path home = Files.createDirectories(directory.resolve("java/bin")).getParent();
        program(home.resolve("bin/java"), "cat");
        NodeSettings settings = new NodeSettings(
                new NodeSettings.DeploySettings(List.of(), List.of(), List.of(), List.of(), home.toString()),
                "",
                "",
                null);
        ComputeJob job = ComputeJob.program("a", "x.SomeNode", "`id`").outputs("gone");
        End end = run(shell, text(job, settings));
        assertThat(end.out()).contains("x.SomeNode").contains("`id`");
        assertThat(fault(job, end)).isEqualTo("its output gone is missing");
    }

    @Test
    void a_finding_that_is_missing_or_makes_no_sense_is_a_fault() {
        List<DeclaredOutput> outputs = List.of(DeclaredOutput.of("x"));
        assertThat(OutputCheck.fault(List.of(), null)).isNull();
        for (String finding : new String[] {null, "", "1 missing", "-1 missing", "0", "0 a b", "x missing"}) {
            assertThat(OutputCheck.fault(outputs, finding)).as(finding).contains("did not say");
        }
        assertThat(OutputCheck.fault(outputs, "0 odd")).isEqualTo("its output x is not as declared (odd)");
        assertThat(OutputCheck.fault(outputs, "0 unreadable")).contains("cannot be read");
    }

    private static void program(Path file, String text) throws Exception {
        Files.writeString(file, "#!/bin/sh\nPATH=/usr/bin:/bin\n" + text + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private @Nullable String fault(List<String> shell, String... outputs) throws Exception {
        return fault(shell, ComputeJob.command("a", "true").outputs(outputs));
    }

    private @Nullable String fault(List<String> shell, ComputeJob job) throws Exception {
        return fault(job, run(shell, job));
    }

    private static @Nullable String fault(ComputeJob job, End end) {
        assertThat(end.code()).isZero();
        return OutputCheck.fault(job.options().outputs(), end.finding());
    }

    private End run(List<String> shell, ComputeJob job) throws Exception {
        return run(
                shell,
                text(
                        job,
                        new NodeSettings(
                                new NodeSettings.DeploySettings(List.of(), List.of(), List.of(), List.of(), null),
                                "",
                                "",
                                null)));
    }

    private static String text(ComputeJob job, NodeSettings settings) {
        return JobScript.of(job, settings, Map.of(), null, NodeFiles.PathsOnHost.NONE, SLOT);
    }

    private End run(List<String> shell, String text) throws Exception {
        Path input = Files.writeString(
                directory.resolve(".input"), "pipeline_token=token\n(\n" + text + "\n) </dev/null\nexit $?\n");
        Path out = directory.resolve(".out");
        Process process = new ProcessBuilder(shell)
                .directory(directory.toFile())
                .redirectInput(input.toFile())
                .redirectOutput(out.toFile())
                .redirectError(directory.resolve(".err").toFile())
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        Captured captured = new Captured();
        byte[] bytes = Files.readAllBytes(out);
        new FrameScanner("token", 1 << 20, captured).accept(bytes, 0, bytes.length);
        return new End(process.exitValue(), captured.text.toString(), captured.finding);
    }

    private static final class Captured implements FrameScanner.Receiver {

        private final StringBuilder text = new StringBuilder();
        private @Nullable String finding;

        @Override
        public void output(byte[] bytes, int offset, int length) {
            text.append(new String(bytes, offset, length, StandardCharsets.UTF_8));
        }

        @Override
        public void frame(Frame frame) {
            if (frame.word().equals(OutputCheck.FRAME)) {
                finding = frame.body();
            } else {
                assertThat(frame).isEqualTo(new Frame(JobSetup.FRAME, "done"));
            }
        }

        @Override
        public void oversized(int limit) {
            throw new AssertionError("a frame is too long");
        }
    }
}
