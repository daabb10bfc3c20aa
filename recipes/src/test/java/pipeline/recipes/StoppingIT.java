package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Somebody stops a run on a real OpenSSH server: what is to end ends, what is to be left is found again. */
class StoppingIT extends OpenSshJobs {

    /** Does not end by TERM, and has a child in a session of its own. */
    private static final String STUBBORN = "trap '' TERM; setsid sleep 300 & ";

    private static final int INTERRUPTED = 130;
    private static final int TERMINATED = 143;

    @Test
    void after_an_interrupt_nothing_of_the_run_is_left_on_its_hosts() throws Exception {
        try (PipelineProcess run = jobs(STUBBORN, "--grace", "1s")) {
            awaitStart(run);
            run.signal("INT");
            assertThat(run.exitCode()).as(run.err()).isEqualTo(INTERRUPTED);
            assertThat(processes()).isEmpty();
            assertThat(run.err())
                    .contains("interrupted: ending 2 running jobs; what has not ended after 1 s is killed")
                    .contains(
                            "2 jobs interrupted, not failed: the next start runs them again:\n  h[2-3] (2 hosts): interrupted\n")
                    .doesNotContain("\tat ");
        }
        assertThatNothingIsLeft();
        Files.createFile(go);
        PipelineCall next = runToEnd();
        assertThat(next.exitCode()).as(next.err()).isEqualTo(1);
        assertThat(next.err()).doesNotContain("was started before");
        assertThat(Files.readAllLines(counter)).containsExactlyInAnyOrder("a", "b", "a", "b");
    }

    @Test
    void a_second_interrupt_does_not_wait_for_the_grace() throws Exception {
        try (PipelineProcess run = jobs(STUBBORN, "--grace", "10m")) {
            awaitStart(run);
            run.signal("TERM");
            run.awaitErr("interrupted: ending 2 running jobs");
            assertThat(processes()).isNotEmpty();
            run.signal("TERM");
            assertThat(run.exitCode()).as(run.err()).isEqualTo(TERMINATED);
            assertThat(processes()).isEmpty();
            assertThat(run.err()).contains("interrupted: killing 2 running jobs");
        }
        assertThatNothingIsLeft();
    }

    @Test
    void a_third_interrupt_leaves_all_as_it_is_to_the_next_start() throws Exception {
        try (PipelineProcess run = jobs("", "--grace", "10m")) {
            awaitStart(run);
            SERVER.freezeConnections();
            run.signal("INT");
            run.awaitErr("ending 2 running jobs");
            run.signal("INT");
            run.awaitErr("killing 2 running jobs");
            run.signal("INT");
            assertThat(run.exitCode()).as(run.err()).isEqualTo(INTERRUPTED);
        }
        SERVER.killConnections();
        Files.createFile(go);
        PipelineCall next = runToEnd();
        assertThat(next.exitCode()).as(next.err()).isEqualTo(1);
        assertThat(next.err()).contains("(sh on h2) was started before", "(sh on h3) was started before");
        assertThatEachRanOnce();
        assertThatNothingIsLeft();
    }

    @Test
    void what_is_left_behind_on_purpose_goes_on_and_is_picked_up() throws Exception {
        try (PipelineProcess run = waiting("--detach-on-interrupt")) {
            awaitStart(run);
            run.signal("INT");
            assertThat(run.exitCode()).as(run.err()).isEqualTo(INTERRUPTED);
            assertThat(run.err())
                    .contains("2 running jobs left behind; the next start with this job name picks them up");
        }
        assertThat(processes()).isNotEmpty();
        Files.createFile(go);
        await().atMost(LIMIT).until(() -> processes().isEmpty());
        PipelineCall next = runToEnd();
        assertThat(next.exitCode()).as(next.err()).isEqualTo(1);
        assertThat(next.out()).contains("one a\n", "two a\n", "one b\n", "two b\n");
        assertThatEachRanOnce();
        assertThatNothingIsLeft();
    }

    @Test
    void a_hangup_ends_what_runs_unless_the_configuration_wants_to_wait_for_it() throws Exception {
        Files.writeString(
                directory.resolve("pipeline.cfg"),
                Files.readString(directory.resolve("pipeline.cfg")) + "on_hangup = drain\n");
        try (PipelineProcess run = waiting()) {
            awaitStart(run);
            run.signal("HUP");
            run.awaitErr("the run was hung up (HUP): waiting for 2 running jobs");
            Files.createFile(go);
            assertThat(run.exitCode()).as(run.err()).isEqualTo(129);
            assertThat(run.out()).contains("two a\n", "two b\n");
            assertThat(run.err()).contains("the terminal is gone: nothing is left undone\n");
        }
        assertThatEachRanOnce();
        assertThatNothingIsLeft();
    }

    @Test
    void hosts_that_do_not_answer_are_named_and_what_runs_there_is_picked_up() throws Exception {
        try (PipelineProcess run = waiting("--grace", "1s")) {
            awaitStart(run);
            SERVER.freezeConnections();
            run.signal("INT");
            assertThat(run.exitCode()).as(run.err()).isEqualTo(INTERRUPTED);
            assertThat(run.err())
                    .contains(
                            "h[2-3] (2 hosts): interrupted; its host did not say that it has ended: it may go on there");
        }
        SERVER.killConnections();
        Files.createFile(go);
        PipelineCall next = runToEnd();
        assertThat(next.exitCode()).as(next.err()).isEqualTo(1);
        assertThat(next.err()).contains("(sh on h2) was started before", "(sh on h3) was started before");
        assertThatEachRanOnce();
        assertThatNothingIsLeft();
    }
}
