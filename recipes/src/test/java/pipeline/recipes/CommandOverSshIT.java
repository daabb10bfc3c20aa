package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pipeline.testing.LeakCheck;
import pipeline.testing.OpenSshServer;

/** The command as people type it, with hosts behind a real OpenSSH server. */
class CommandOverSshIT {

    @RegisterExtension
    @Order(0)
    static final LeakCheck LEAKS = new LeakCheck();

    @RegisterExtension
    @Order(1)
    static final OpenSshServer SERVER = OpenSshServer.create();

    @TempDir
    Path directory;

    private String said = "";

    @BeforeEach
    void configure() throws IOException {
        write("pipeline.cfg", SERVER.sshConfig());
    }

    @Test
    void checksums_are_taken_on_the_hosts_that_hold_the_files() throws Exception {
        Path file = Files.writeString(directory.resolve("a file"), "abc");
        Files.writeString(directory.resolve("in.mapfile"), "h2 = [ '%s' ]\nh3 = [ /no/such/file ]\n".formatted(file));

        PipelineProcess run = PipelineProcess.run(directory, "checksum", "-j", "c", "--manifest", "SUMS", "in.mapfile");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(directory.resolve("SUMS"))
                .hasContent("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  " + file + "\n");
        assertThat(run.err()).contains("1 job failed:\n  h3: /no/such/file does not exist on this host");
    }

    @Test
    void a_job_is_done_by_hand_with_the_command_that_show_prints_and_no_secret_is_in_it() throws Exception {
        Files.writeString(directory.resolve("key"), "very-secret");
        Files.writeString(directory.resolve("in.mapfile"), "h2 = [ \"it's a file\" ]\n");
        String script = "echo \"$PIPELINE_HOST $(pwd) $1 ${TOKEN:+has a token} $LIBRARY\"";
        Files.writeString(
                directory.resolve("pipeline.cfg"),
                Files.readString(directory.resolve("pipeline.cfg")) + "init = export LIBRARY='a b'\n");
        PipelineProcess run = PipelineProcess.run(
                directory,
                "foreach",
                "-j",
                "r",
                "-w",
                "/tmp",
                "--secret",
                "TOKEN=@key",
                "in.mapfile",
                "--",
                "sh",
                "-c",
                script,
                "x",
                "{}");
        assertThat(run.exitCode()).as(run.err()).isZero();

        PipelineProcess shown = PipelineProcess.run(directory, "jobs", "show", "1", "--reproduce");
        assertThat(shown.exitCode()).as(shown.err()).isZero();
        assertThat(shown.out())
                .startsWith("ssh -F ")
                .doesNotContain("very-secret")
                .contains("TOKEN=");
        Path printed = directory.resolve("printed");
        Process shell = new ProcessBuilder("sh", "-c", shown.out())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(printed.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();

        assertThat(shell.waitFor()).isZero();
        assertThat(printed).hasContent(run.out());
    }

    @Test
    void a_host_that_refuses_parks_its_jobs_and_is_4() throws Exception {
        Path down = SERVER.writeConfig("Host down\n  HostName 127.0.0.1\n  Port 1\n");
        write("down.cfg", down);
        Files.writeString(directory.resolve("in.mapfile"), "h2 = [ a ]\ndown = [ b ]\n");

        PipelineCall run = PipelineCall.run(
                directory,
                "foreach",
                "-c",
                directory.resolve("down.cfg").toString(),
                "-j",
                "p",
                directory.resolve("in.mapfile").toString(),
                "--",
                "echo");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(4);
        assertThat(run.out()).isEqualTo("a\n");
        assertThat(run.err())
                .contains("1 job parked, not failed: they wait for their hosts:\n")
                .contains("connection refused at 127.0.0.1:1")
                .doesNotContain("\tat ");
    }

    @Test
    void contents_of_files_count_by_size_and_time_or_by_sha_256_and_a_host_that_is_down_leaves_nothing_done()
            throws Exception {
        Path down = SERVER.writeConfig("Host h2\n  HostName 127.0.0.1\n  Port 1\n");
        write("down.cfg", down);
        StringBuilder map = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            Path file = Files.writeString(directory.resolve("it's " + i), "old");
            Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-11-28T12:00:00Z")));
            map.append("h%d = [ \"%s\" ]%n".formatted(2 + i % 2, file));
        }
        Files.writeString(directory.resolve("in.mapfile"), map);
        Path first = directory.resolve("it's 0");

        assertThat(ran("pipeline.cfg", "sha256")).isEqualTo(6);
        assertThat(said).contains("asking 2 hosts for the SHA-256 of 6 files");
        Files.setLastModifiedTime(first, FileTime.from(Instant.parse("2026-11-29T12:00:00Z")));
        assertThat(ran("pipeline.cfg", "sha256")).as("touched").isZero();
        Files.writeString(directory.resolve("it's 3"), "longer");
        assertThat(ran("pipeline.cfg", "name")).isZero();
        assertThat(ran("pipeline.cfg", "size+time")).as("the touch was noted").isEqualTo(1);
        assertThat(said)
                .contains("1 of 6 jobs runs again: what files hold that they read has changed (job 4 on h3: ")
                .contains("was 3 bytes of 2026-11-28 12:00:00, is 6 bytes of ");
        FileTime before = Files.getLastModifiedTime(first);
        Files.setLastModifiedTime(Files.writeString(first, "new"), before);
        assertThat(ran("pipeline.cfg", "size+time")).as("as long and as old").isZero();
        assertThat(ran("pipeline.cfg", "sha256", "-n")).isZero();
        assertThat(said)
                .contains("the contents have changed that 5 finished jobs read")
                .contains("1 of 6 jobs runs again: what files held that they read was not noted");
        assertThat(ran("pipeline.cfg", "sha256")).isEqualTo(2);
        assertThat(said).contains("has another SHA-256");
        assertThat(ran("down.cfg", "size+time")).isZero();
        assertThat(said)
                .contains("3 of 6 jobs run again: it is not known what files hold that they read")
                .contains("3 jobs parked, not failed");
    }

    /** Runs a job for each file in a run of its own, and returns how many ran. */
    private long ran(String configuration, String contents, String... options) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                "foreach",
                "-c",
                directory.resolve(configuration).toString(),
                "-j",
                "contents",
                "--contents",
                contents));
        words.addAll(List.of(options));
        words.addAll(List.of(directory.resolve("in.mapfile").toString(), "--", "echo", "{/}"));
        PipelineCall run = PipelineCall.run(directory, words.toArray(String[]::new));
        said = run.err();
        return run.out().lines().filter(line -> line.startsWith("it's")).count();
    }

    @Test
    void a_host_that_nobody_knows_is_3_before_anything_starts() throws Exception {
        Files.writeString(directory.resolve("in.mapfile"), "h2 = [ a ]\nno-such-host.invalid = [ b ]\n");

        PipelineCall run = PipelineCall.run(
                directory, "foreach", "-j", "u", directory.resolve("in.mapfile").toString(), "--", "echo");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("no-such-host.invalid");
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void a_run_that_is_told_to_end_leaves_no_process_on_any_host(String signal, int exitCode) throws Exception {
        String jobName = "told-to-end-" + signal + "-" + ProcessHandle.current().pid();
        LEAKS.watchProcesses("PIPELINE_JOB_NAME=" + jobName);
        Files.writeString(directory.resolve("in.mapfile"), "h2 = [ a, b ]\nh3 = [ c ]\n");

        try (PipelineProcess run = PipelineProcess.start(
                directory,
                "foreach",
                "-j",
                jobName,
                "in.mapfile",
                "--",
                "sh",
                "-c",
                "echo up $1; sleep 600 & sleep 600",
                "x",
                "{}")) {
            run.awaitOut("up a\n").awaitOut("up c\n").signal(signal);

            assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
            assertThat(run.err())
                    .contains("interrupted: ending 2 running jobs; what has not ended after 10 s is killed")
                    .contains(
                            "2 jobs interrupted, not failed: the next start runs them again:\n  h[2-3] (2 hosts): interrupted\n")
                    .contains("1 job not started:\n  h2: interrupted\n")
                    .doesNotContain("\tat ");
        }
    }

    private void write(String name, Path sshConfig) throws IOException {
        Files.writeString(directory.resolve(name), """
                [remote]
                ssh_config = %s
                node_directory = %s
                """.formatted(sshConfig, directory.resolve("node")));
    }
}
