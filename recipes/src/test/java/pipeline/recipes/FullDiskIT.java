package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.testing.LeakCheck;
import pipeline.testing.OpenSshServer;
import pipeline.testing.SmallDisk;

/** Disks that are full, or become so while jobs run: those of a host and those of the master; with real OpenSSH. */
@Tag("faults")
class FullDiskIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    @RegisterExtension
    @Order(0)
    static final LeakCheck LEAKS = new LeakCheck();

    @RegisterExtension
    @Order(1)
    static final OpenSshServer SERVER = OpenSshServer.create();

    @TempDir
    Path directory;

    private SmallDisk disk;
    private Path counter;
    private Path go;

    @BeforeEach
    void prepare() throws IOException {
        disk = SmallDisk.at(directory.resolve("small"));
        counter = Files.createFile(directory.resolve("counter"));
        go = directory.resolve("go");
        Files.writeString(directory.resolve("map"), "h2 = [ a, b, c ]\nh3 = [ d, e, f ]\n");
    }

    @AfterEach
    void unmount() throws IOException {
        Files.write(go, new byte[0]);
        disk.close();
    }

    @Test
    void a_host_whose_disk_is_full_has_its_jobs_parked_and_the_same_command_runs_them_when_there_is_space()
            throws Exception {
        configure(directory.resolve("state"), disk.directory());
        disk.fill();
        try (PipelineProcess run = start("echo $1")) {
            assertThat(run.exitCode()).as(run.err()).isEqualTo(4);
            assertThat(run.out().lines()).containsExactlyInAnyOrder("d", "e", "f");
            assertThat(run.err())
                    .contains(
                            "3 jobs parked, not failed",
                            "\n  h2: ",
                            disk.directory().toString(),
                            "is the disk full?")
                    .doesNotContain("failed:\n", "\tat ");
        }
        disk.makeSpace();
        System.out.println("there is space again");
        PipelineCall again = runToEnd("echo $1");
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out().lines()).containsExactlyInAnyOrder("a", "b", "c");
        assertThatEachRanOnce();
    }

    @Test
    void jobs_that_fill_the_disk_of_their_host_end_as_they_do_and_all_that_they_print_arrives() throws Exception {
        configure(directory.resolve("state"), disk.directory());
        String much = "i=0; while [ $i -lt 2000 ]; do i=$((i+1)); printf '%s %0999d\\n' $1 $i; done";
        PipelineCall run = runToEnd(much);
        assertThat(run.exitCode()).as(run.err()).isZero();
        for (String file : List.of("a", "b", "c", "d", "e", "f")) {
            assertThat(run.out().lines().filter(line -> line.startsWith(file)))
                    .as("lines of " + file)
                    .hasSize(2000)
                    .doesNotHaveDuplicates();
        }
        assertThatEachRanOnce();
    }

    @Test
    void jobs_that_a_killed_master_left_on_a_full_disk_are_not_run_twice_at_a_time() throws Exception {
        configure(directory.resolve("state"), disk.directory());
        Files.writeString(directory.resolve("map"), "h2 = [ a ]\n");
        try (PipelineProcess master = start(waiting())) {
            awaitStarts(master, 1);
            disk.fill();
            master.signal("KILL");
            master.exitCode();
        }
        PipelineCall next = runToEnd(waiting());
        assertThat(next.exitCode()).as(next.err()).isEqualTo(4);
        assertThat(next.err()).contains("1 job parked", disk.directory().toString(), "is the disk full?");
        disk.makeSpace();
        Files.createFile(go);
        PipelineCall last = runToEnd(waiting());
        assertThat(last.exitCode()).as(last.err()).isZero();
        assertThat(last.out().lines()).containsExactly("a");
        assertThat(Files.readAllLines(counter)).containsExactly("a");
    }

    @Test
    void a_master_without_space_from_the_start_says_so_and_starts_nothing() throws Exception {
        configure(disk.directory(), directory.resolve("node2"));
        disk.fill();
        try (PipelineProcess run = start("echo $1")) {
            assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
            assertThat(run.err())
                    .contains(disk.directory() + "/jobs.sqlite", "is full", "start the same command again")
                    .doesNotContain("\tat ");
        }
        assertThat(Files.readAllLines(counter)).isEmpty();
        disk.makeSpace();
        PipelineCall again = runToEnd("echo $1");
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThatEachRanOnce();
    }

    @Test
    void a_master_whose_disk_fills_up_ends_with_a_clear_word_and_the_same_command_goes_on() throws Exception {
        configure(disk.directory(), directory.resolve("node2"));
        Files.writeString(directory.resolve("pipeline.cfg"), "[jobs]\npatience = 1s\n", StandardOpenOption.APPEND);
        try (PipelineProcess run = start(waiting())) {
            awaitStarts(run, 2);
            disk.fill();
            Files.createFile(go);
            assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
            assertThat(run.err())
                    .contains(disk.directory() + "/jobs.sqlite", "is full", "start the same command again")
                    .doesNotContain("\tat ");
        }
        disk.makeSpace();
        PipelineCall again = runToEnd(waiting());
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThatEachRanOnce();
        PipelineCall rows = PipelineCall.run(directory, "jobs", "--status", "success", "--keys", "key");
        assertThat(rows.exitCode()).as(rows.err()).isZero();
    }

    private void configure(Path state, Path node) throws IOException {
        Files.writeString(directory.resolve("pipeline.cfg"), """
                [DEFAULT]
                runtime_directory = %s
                [remote]
                ssh_config = %s
                [remote h2]
                node_directory = %s
                [remote h3]
                node_directory = %s
                """.formatted(
                        state, SERVER.sshConfig(), node, directory.resolve("node3")));
    }

    private String waiting() {
        return "while [ ! -e '" + go + "' ]; do sleep 0.1; done; echo $1";
    }

    private PipelineProcess start(String script) throws IOException {
        return PipelineProcess.start(directory, commandLine(script));
    }

    private PipelineCall runToEnd(String script) throws IOException {
        return PipelineCall.run(directory, commandLine(script));
    }

    private String[] commandLine(String script) {
        return new String[] {
            "foreach",
            "-j",
            "full",
            directory.resolve("map").toString(),
            "--",
            "sh",
            "-c",
            "echo $1 >> '" + counter + "'; " + script,
            "x",
            "{}"
        };
    }

    private void awaitStarts(PipelineProcess run, int starts) {
        await().atMost(LIMIT)
                .failFast(() -> assertThat(run.isAlive()).as(run.err()).isTrue())
                .until(() -> Files.readAllLines(counter).size() >= starts);
    }

    private void assertThatEachRanOnce() throws IOException {
        assertThat(Files.readAllLines(counter)).containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f");
    }
}
