package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Jobs on a real OpenSSH server whose connection or whose master is gone. The property {@code faults.seed} repeats a run,
 * {@code faults.kills} says how often connections are cut.
 */
class OutlivingIT extends OpenSshJobs {

    private static final int CUTS = Integer.getInteger("faults.kills", 3);

    @Test
    void the_next_run_follows_what_a_killed_master_left_running() throws Exception {
        killMasterOfTwo();

        try (PipelineProcess next = waiting()) {
            next.awaitErr("(sh on h2) was started before").awaitErr("(sh on h3) was started before");
            Files.createFile(go);
            assertThat(next.exitCode()).as(next.err()).isEqualTo(1);
            assertThat(next.err())
                    .contains("2 jobs failed:\n  h[2-3] (2 hosts): exit code 7\n")
                    .doesNotContain("\tat ");
            assertThat(next.out()).contains("one a\n", "two a\n", "one b\n", "two b\n");
        }
        assertThatEachRanOnce();
        assertThatNothingIsLeft();
    }

    @Test
    void the_next_run_collects_what_ended_while_no_master_was_there() throws Exception {
        killMasterOfTwo();
        Files.createFile(go);
        await().atMost(LIMIT).until(() -> processes().isEmpty());

        PipelineCall next = runToEnd();
        assertThat(next.exitCode()).as(next.err()).isEqualTo(1);
        assertThat(next.err()).contains("2 jobs failed:\n  h[2-3] (2 hosts): exit code 7\n");
        assertThat(next.out()).contains("one a\n", "two a\n", "one b\n", "two b\n");
        assertThatEachRanOnce();
        assertThatNothingIsLeft();
    }

    @Test
    void what_a_killed_start_left_that_was_picking_up_another_goes_with_the_next_run_its_fence_too() throws Exception {
        killMasterOfTwo();
        try (PipelineProcess second = waiting()) {
            second.awaitErr("(sh on h2) was started before").awaitErr("(sh on h3) was started before");
            second.signal("KILL");
            second.exitCode();
        }
        assertThat(slots()).hasSizeGreaterThan(2);
        Files.createFile(go);
        await().atMost(LIMIT).until(() -> processes().isEmpty());

        PipelineCall next = runToEnd();
        assertThat(next.exitCode()).as(next.err()).isEqualTo(1);
        assertThat(next.out()).contains("one a\n", "two a\n", "one b\n", "two b\n");
        assertThatEachRanOnce();
        assertThat(slots()).isEmpty();
    }

    @Test
    void what_a_killed_start_left_that_no_later_run_asks_for_goes_with_the_next_run() throws Exception {
        try (PipelineProcess master = jobs("[ $1 = b ] || { echo $1 >> '" + counter + "'; exit 7; }; ")) {
            awaitStart(master);
            master.awaitErr("on h2) failed: exit code 7");
            master.signal("KILL");
            master.exitCode();
        }
        PipelineCall cancelled = PipelineCall.run(directory, "jobs", "cancel", "2");
        assertThat(cancelled.exitCode()).as(cancelled.err()).isZero();
        assertThat(slots()).anyMatch(path -> path.toString().endsWith(".fence")).anyMatch(Files::isDirectory);
        Files.createFile(go);

        PipelineCall next = runToEnd();
        assertThat(next.exitCode()).as(next.err()).isEqualTo(1);
        assertThat(slots()).isEmpty();
    }

    @Test
    void jobs_of_a_killed_master_are_left_alone_until_their_host_can_be_asked() throws Exception {
        killMasterOfTwo();
        SERVER.stop();
        PipelineCall next = runToEnd();
        assertThat(next.exitCode()).as(next.err()).isEqualTo(4);
        assertThat(next.err()).contains("2 jobs parked");
        SERVER.restart();
        Files.createFile(go);

        PipelineCall last = runToEnd();
        assertThat(last.exitCode()).as(last.err()).isEqualTo(1);
        assertThat(last.out()).contains("one a\n", "two a\n", "one b\n", "two b\n");
        assertThatEachRanOnce();
        assertThatNothingIsLeft();
    }

    @Test
    void what_went_down_with_its_host_is_run_again() throws Exception {
        killMasterOfTwo();
        // the runners of slots carry no mark, but they have their jobs as children
        List<ProcessHandle> jobs = processes().stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .toList();
        List<ProcessHandle> runners = jobs.stream()
                .flatMap(job -> job.parent().stream())
                .filter(parent -> parent.info().command().orElse("").endsWith("sh"))
                .toList();
        runners.forEach(ProcessHandle::destroyForcibly);
        jobs.forEach(ProcessHandle::destroyForcibly);
        Files.createFile(go);

        PipelineCall next = runToEnd();
        assertThat(next.exitCode()).as(next.err()).isEqualTo(1);
        assertThat(next.out()).contains("two a\n", "two b\n");
        assertThat(Files.readAllLines(counter)).containsExactlyInAnyOrder("a", "b", "a", "b");
        assertThatNothingIsLeft();
    }

    @Test
    void no_job_is_lost_or_run_twice_though_connections_are_cut_again_and_again() throws Exception {
        long seed = Long.getLong("faults.seed", System.nanoTime());
        System.out.println("connections are cut at moments of -Dfaults.seed=" + seed);
        Random random = new Random(seed);
        int jobs = Math.max(60, 12 * CUTS);
        StringBuilder map = new StringBuilder();
        for (int i = 0; i < jobs; i++) {
            map.append("h%d = [ file%d ]%n".formatted(2 + i % 3, i));
        }
        Files.writeString(directory.resolve("many"), map.toString());
        try (PipelineProcess run = PipelineProcess.start(
                directory,
                words(
                        "-p",
                        "2",
                        "many",
                        "--",
                        "sh",
                        "-c",
                        "echo \"$1\" >> '" + counter + "'; sleep 0.3; echo \"$1\"",
                        "x",
                        "{}"))) {
            for (int cut = 0; cut < CUTS; cut++) {
                int lines =
                        Math.min(jobs - 1, Files.readAllLines(counter).size() + 1 + random.nextInt(jobs / (CUTS + 1)));
                await().atMost(LIMIT).until(() -> Files.readAllLines(counter).size() >= lines);
                SERVER.killConnections();
            }
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out().lines()).doesNotHaveDuplicates().hasSize(jobs);
        }
        List<String> started = Files.readAllLines(counter);
        assertThat(new HashSet<>(started)).hasSize(jobs);
        assertThat(started).as("seed " + seed).doesNotHaveDuplicates();
        assertThatNothingIsLeft();
    }

    @Test
    void a_server_that_is_started_anew_is_found_again() throws Exception {
        try (PipelineProcess run = waiting()) {
            awaitStart(run);
            SERVER.stop();
            run.awaitErr("goes on there and is picked up again");
            SERVER.restart();
            Files.createFile(go);
            assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
            assertThat(run.out()).contains("one a\n", "two a\n", "one b\n", "two b\n");
        }
        assertThatEachRanOnce();
        assertThatNothingIsLeft();
    }

    private void killMasterOfTwo() throws Exception {
        try (PipelineProcess master = waiting()) {
            awaitStart(master);
            master.signal("KILL");
            master.exitCode();
        }
    }
}
