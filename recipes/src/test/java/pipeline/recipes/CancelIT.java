package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import pipeline.testing.MarkedProcesses;

/** Somebody cancels jobs that run on a real OpenSSH server, from another terminal. */
class CancelIT extends OpenSshJobs {

    /** Has a child in a session of its own, which does not end by TERM. */
    private static final String DAEMON = "setsid sh -c 'trap \"\" TERM; sleep 300' & ";

    @Test
    void a_cancelled_job_ends_with_all_its_children_and_the_others_go_on() throws Exception {
        try (PipelineProcess run = jobs(DAEMON, "--grace", "1s")) {
            awaitStart(run);
            PipelineCall cancel = cancel("--host", "h2", "--reason", "no good");
            assertThat(cancel.exitCode()).as(cancel.err()).isZero();
            assertThat(cancel.out()).isEqualTo("cancelled: 1\n");
            assertThat(run.isAlive()).isTrue();
            assertThat(processesOn("h2")).isEmpty();
            assertThat(processesOn("h3")).isNotEmpty();
            Files.createFile(go);
            assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
            assertThat(run.out()).contains("two b\n").doesNotContain("two a");
            assertThat(run.err())
                    .contains("h2: cancelled by " + System.getProperty("user.name") + ": no good\n", "h3: exit code 7");
        }
        assertThat(Files.readAllLines(counter)).containsExactlyInAnyOrder("a", "b");
        // a daemon of a job that ended by itself is its own matter
        processes().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        assertThatNothingIsLeft();
    }

    @Test
    void jobs_of_a_killed_master_are_ended_on_their_hosts() throws Exception {
        try (PipelineProcess run = jobs(DAEMON)) {
            awaitStart(run);
            run.signal("KILL");
            run.exitCode();
        }
        assertThat(processes()).isNotEmpty();
        SERVER.stop();
        PipelineCall cancel = cancel();
        assertThat(cancel.exitCode()).as(cancel.err()).isEqualTo(1);
        assertThat(cancel.out()).isEqualTo("cancelled: 2\n");
        assertThat(cancel.err()).contains("h[2-3] did not say that it is over: 2 of these jobs may still run there.");
        SERVER.restart();
        PipelineCall again = cancel();
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out()).isEqualTo("cancelled: 0\n");
        await().atMost(LIMIT).until(() -> processes().isEmpty());
        Files.createFile(go);
        PipelineCall next = runToEnd();
        assertThat(next.exitCode()).as(next.err()).isEqualTo(1);
        assertThat(next.err()).doesNotContain("was started before");
        assertThat(Files.readAllLines(counter)).containsExactlyInAnyOrder("a", "b", "a", "b");
    }

    private List<Long> processesOn(String host) {
        List<Long> all = processes();
        all.retainAll(MarkedProcesses.withMarker("PIPELINE_HOST=" + host));
        return all;
    }

    private PipelineCall cancel(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of("jobs", "cancel", "-j", words()[2]));
        Collections.addAll(all, words);
        return PipelineCall.run(directory, all.toArray(String[]::new));
    }
}
