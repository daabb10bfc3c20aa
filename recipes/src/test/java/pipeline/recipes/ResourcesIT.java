package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.testing.LeakCheck;
import pipeline.testing.OpenSshServer;

/** What limits how much runs at a time, and declared outputs, on a real OpenSSH server. */
class ResourcesIT {

    /** Notes how many jobs of its host run while it does. */
    private static final String COUNT = "mkdir -p run; : >run/$1; ls run | wc -l >>most; sleep 0.2; rm run/$1";

    @RegisterExtension
    @Order(0)
    static final LeakCheck LEAKS = new LeakCheck();

    @RegisterExtension
    @Order(1)
    static final OpenSshServer SERVER = OpenSshServer.create();

    @TempDir
    Path directory;

    @BeforeEach
    void configure() throws IOException {
        Files.writeString(directory.resolve("pipeline.cfg"), configuration(""));
        Files.writeString(directory.resolve("six"), "h2 = [ a, b, c, d, e, f ]\n");
    }

    @Test
    void jobs_share_the_cores_that_are_declared_and_places_do_not_limit_them() throws Exception {
        Files.writeString(directory.resolve("pipeline.cfg"), configuration("cores = 7"));
        assertThat(most("--cores", "2")).isEqualTo(3);
    }

    @Test
    void a_host_that_declares_nothing_is_asked_what_it_has() throws Exception {
        PipelineCall run = foreach("big", "six", List.of("--cores", "100000"), "true");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.err()).contains("needs 100000 cores, but h2 has ").contains("6 jobs failed");
    }

    @Test
    void a_job_that_needs_more_than_is_declared_is_3_before_anything_starts() throws Exception {
        Files.writeString(directory.resolve("pipeline.cfg"), configuration("memory = 2G"));
        PipelineCall run = foreach("too-big", "six", List.of("--memory", "3G"), "echo");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
        assertThat(run.err())
                .contains("a job needs 3G of memory, but h2 has 2G")
                .doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void named_limits_and_the_fanout_hold_beside_the_places() throws Exception {
        assertThat(most("-p", "6", "--limit", "io=2", "--fanout", "5")).isEqualTo(2);
    }

    @Test
    void outputs_that_went_away_after_a_killed_master_are_made_again() throws Exception {
        Files.writeString(directory.resolve("two"), "h2 = [ a, b ]\n");
        List<String> words = new ArrayList<>(List.of(
                "foreach",
                "-j",
                "killed",
                "-p",
                "2",
                "--outputs",
                "{}.done",
                directory.resolve("two").toString(),
                "--"));
        words.addAll(List.of("sh", "-c", "echo >> counter; until [ -e go ]; do sleep 0.1; done; echo x > \"$1.done\""));
        words.addAll(List.of("x", "{}"));
        try (PipelineProcess master = PipelineProcess.start(directory, words.toArray(String[]::new))) {
            await().until(() -> Files.exists(directory.resolve("counter"))
                    && Files.readAllLines(directory.resolve("counter")).size() == 2);
            master.signal("KILL");
        }
        Files.createFile(directory.resolve("go"));
        await().atMost(Duration.ofSeconds(30)).until(() -> endsInJournals() == 2);
        Files.delete(directory.resolve("b.done"));

        PipelineCall next = PipelineCall.run(directory, words.toArray(String[]::new));

        assertThat(next.exitCode()).as(next.err()).isZero();
        assertThat(next.err()).containsOnlyOnce("its outputs have changed since; it runs again");
        assertThat(directory.resolve("b.done")).hasContent("x");
        assertThat(directory.resolve("counter")).content().hasLineCount(3);
    }

    @Test
    void a_job_that_leaves_nothing_has_failed_and_a_finished_one_is_run_again_when_its_output_is_gone()
            throws Exception {
        Files.writeString(directory.resolve("three"), "h2 = [ a, 'b c' ]\nh3 = [ d ]\n");
        PipelineCall run =
                foreach("o", "three", List.of("--outputs", "{}.done"), "test \"$1\" = a || echo x > \"$1.done\"");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.err()).contains("1 job failed:\n  h2: its output a.done is missing\n");

        Files.delete(directory.resolve("b c.done"));
        Files.writeString(directory.resolve("d.done"), "torn");
        PipelineCall again =
                foreach("o", "three", List.of("--outputs", "{}.done"), "test \"$1\" = a || echo x > \"$1.done\"");
        assertThat(again.err())
                .contains("2 of 3 jobs run again: outputs are missing or have changed (job ")
                .contains("its output 'b c.done' is missing")
                .contains("1 job failed:\n  h2: its output a.done is missing\n");
        assertThat(directory.resolve("b c.done")).hasContent("x");
        assertThat(directory.resolve("d.done")).hasContent("x");
    }

    /** Returns how many ends of jobs the host has noted. */
    private long endsInJournals() throws IOException {
        long ends = 0;
        try (Stream<Path> files = Files.walk(directory.resolve("node"))) {
            for (Path journal : files.filter(file -> file.endsWith("journal")).toList()) {
                ends += Files.readAllLines(journal).stream()
                        .filter(line -> line.startsWith("end "))
                        .count();
            }
        }
        return ends;
    }

    private int most(String... options) throws Exception {
        PipelineCall run = foreach("most", "six", List.of(options), COUNT);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return Files.readAllLines(directory.resolve("most")).stream()
                .mapToInt(line -> Integer.parseInt(line.strip()))
                .max()
                .orElseThrow();
    }

    private PipelineCall foreach(String jobName, String map, List<String> options, String command) throws Exception {
        List<String> words = new ArrayList<>(List.of("foreach", "-j", jobName));
        words.addAll(options);
        words.addAll(List.of(directory.resolve(map).toString(), "--", "sh", "-c", command, "x", "{}"));
        return PipelineCall.run(directory, words.toArray(String[]::new));
    }

    private String configuration(String more) {
        return """
                [DEFAULT]
                runtime_directory = %s
                working_directory = %s
                [remote]
                ssh_config = %s
                node_directory = %s
                %s
                """.formatted(
                        directory.resolve("state"), directory, SERVER.sshConfig(), directory.resolve("node"), more);
    }
}
