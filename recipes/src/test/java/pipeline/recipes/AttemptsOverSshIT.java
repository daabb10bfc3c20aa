package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Time limits, retries and stop rules on a real OpenSSH server, as they are typed. */
class AttemptsOverSshIT extends OpenSshJobs {

    @BeforeEach
    void write_maps() throws IOException {
        Files.writeString(directory.resolve("one"), "h2 = [ a ]\n");
        Files.writeString(directory.resolve("four"), "h2 = [ a, b ]\nh3 = [ c, d ]\n");
    }

    @Test
    void what_takes_too_long_is_ended_with_all_that_it_started() throws Exception {
        try (PipelineProcess run =
                start("--timeout", "1s", "one", "--", "sh", "-c", "echo begun; setsid sleep 60 & sleep 60")) {
            assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
            assertThat(run.err()).contains("1 job failed:\n  h2: ran longer than its limit of 1 s\n");
            assertThat(run.out()).contains("begun\n");
        }
        assertThat(processes()).isEmpty();
    }

    @Test
    void the_time_before_a_job_was_picked_up_counts() throws Exception {
        try (PipelineProcess master = oneWaiting()) {
            await().atMost(LIMIT).until(() -> Files.readAllLines(counter).size() == 1);
            master.signal("KILL");
            master.exitCode();
        }
        long begun = Files.getLastModifiedTime(counter).toMillis();
        await().atMost(LIMIT).until(() -> System.currentTimeMillis() - begun > 3000);
        try (PipelineProcess next = oneWaiting("--timeout", "3s")) {
            assertThat(next.exitCode()).as(next.err()).isEqualTo(1);
            assertThat(next.err()).contains("h2: ran longer than its limit of 3 s");
        }
        assertThat(Files.readAllLines(counter)).containsExactly("a");
    }

    @Test
    void a_connection_that_is_lost_uses_up_no_retry_and_gives_no_exit_code() throws Exception {
        try (PipelineProcess run = oneWaiting("--retries", "0")) {
            await().atMost(LIMIT).until(() -> Files.readAllLines(counter).size() == 1);
            SERVER.killConnections();
            run.awaitErr("goes on there and is picked up again");
            Files.createFile(go);
            assertThat(run.exitCode()).as(run.err()).isZero();
        }
        assertThat(Files.readAllLines(counter)).containsExactly("a");
    }

    @Test
    void a_stop_rule_ends_what_runs_and_the_same_command_goes_on() throws Exception {
        String script = "case $1 in a) exit 9;; *) [ -e '" + go + "' ] || sleep 60;; esac";
        try (PipelineProcess run = start(
                "--halt",
                "now,fail=1",
                "--retries",
                "1",
                "--no-retry-exit",
                "9",
                "four",
                "--",
                "sh",
                "-c",
                script,
                "x",
                "{}")) {
            assertThat(run.exitCode()).as(run.err()).isEqualTo(5);
            assertThat(run.err()).contains("1 job failed and 0 succeeded, so --halt now,fail=1 stops the run");
        }
        Files.createFile(go);
        try (PipelineProcess next = start("four", "--", "sh", "-c", script, "x", "{}")) {
            assertThat(next.exitCode()).as(next.err()).isEqualTo(1);
            assertThat(next.err()).contains("1 job failed:\n  h2: exit code 9\n");
        }
    }

    /** Starts a job that counts itself, and waits for a file. */
    private PipelineProcess oneWaiting(String... options) throws IOException {
        List<String> words = new ArrayList<>(List.of(options));
        Collections.addAll(
                words,
                "one",
                "--",
                "sh",
                "-c",
                "echo $1 >> '" + counter + "'; while [ ! -e '" + go + "' ]; do sleep 0.1; done",
                "x",
                "{}");
        return start(words.toArray(String[]::new));
    }

    private PipelineProcess start(String... more) throws IOException {
        return PipelineProcess.start(directory, words(more));
    }
}
