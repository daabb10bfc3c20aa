package pipeline.dispatch.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pipeline.job.Attempt;
import pipeline.job.ComputeJob;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.job.Outcome;
import pipeline.store.Finish;
import pipeline.store.Reservation;
import tools.jackson.databind.node.JsonNodeFactory;

class AttemptResultTest {

    private static final Reservation RESERVATION = new Reservation(7, 2, 1);

    private final ComputeJob job = ComputeJob.command("a", "true");

    @TempDir
    private Path directory;

    @Test
    void a_success_is_written_with_its_result() {
        Outcome outcome = Outcome.succeeded(job, attempt(null), JsonNodeFactory.instance.stringNode("x"));
        Finish finish =
                new AttemptResult(RESERVATION, outcome, true, AttemptResult.Details.NONE, true, true).finish(null);
        assertThat(finish.how()).isEqualTo(new Finish.Succeeded("\"x\""));
        assertThat(finish.run()).isEqualTo(new Finish.Run(Instant.EPOCH, Duration.ofSeconds(1), null, null));
    }

    @Test
    void a_failure_is_written_with_the_end_of_standard_error_from_a_whole_line_on() throws Exception {
        Path stderr = Files.writeString(directory.resolve("e"), "é".repeat(40_000) + "\nlast line\n");
        assertThat(stack(stderr, null)).isEqualTo("last line\n");
        assertThat(stack(Files.writeString(stderr, "short\n"), null)).isEqualTo("short\n");
        assertThat(stack(Files.writeString(stderr, "x".repeat(70_000)), null)).hasSize(64 << 10);
    }

    @Test
    void the_stack_trace_of_a_node_program_counts_more_than_what_it_printed() throws Exception {
        assertThat(stack(Files.writeString(directory.resolve("e"), "noise"), "java.io.IOException"))
                .isEqualTo("java.io.IOException");
    }

    @Test
    void standard_error_that_cannot_be_read_hides_no_failure() {
        assertThat(stack(directory.resolve("gone"), null)).startsWith("the standard error of the job cannot be read");
        assertThat(stack(null, null)).isNull();
    }

    @Test
    void what_was_ended_on_purpose_is_given_back_unless_it_may_still_run() {
        Outcome cancelled = failed(FailureKind.CANCELLED, null);
        assertThat(new AttemptResult(RESERVATION, cancelled, true, AttemptResult.Details.NONE, true, true)
                        .finish(null)
                        .how())
                .isEqualTo(new Finish.Released("left: " + cancelled.message()));
        assertThat(new AttemptResult(RESERVATION, cancelled, true, AttemptResult.Details.NONE, false, false)
                        .finish(null)
                        .how())
                .isEqualTo(new Finish.Lost(cancelled.message()));
    }

    @Test
    void what_was_sent_to_a_host_that_is_away_may_still_run_there() {
        Finish away = new AttemptResult(
                        RESERVATION, Outcome.parked(job, "away"), true, AttemptResult.Details.NONE, true, false)
                .finish(null);
        assertThat(away.how()).isEqualTo(new Finish.Lost("away"));
    }

    @Test
    void what_was_not_started_leaves_no_trace_of_an_attempt() {
        Finish parked =
                AttemptResult.released(RESERVATION, Outcome.parked(job, "down")).finish(null);
        assertThat(parked.how()).isEqualTo(new Finish.Released("down"));
        assertThat(parked.run()).isNull();
        assertThat(AttemptResult.released(RESERVATION, Outcome.notStarted(job, "stop"))
                        .finish(null)
                        .how())
                .isEqualTo(new Finish.Released(""));
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void only_what_failed_by_itself_is_tried_again(FailureKind kind) {
        boolean byItself = Set.of(FailureKind.PROGRAM, FailureKind.SETUP, FailureKind.TIMEOUT, FailureKind.OUTPUT)
                .contains(kind);
        assertThat(new AttemptResult(RESERVATION, failed(kind, null), true, AttemptResult.Details.NONE, true, true)
                        .isRepeatable())
                .isEqualTo(byItself);
        assertThat(new AttemptResult(RESERVATION, failed(kind, null), true, AttemptResult.Details.NONE, true, false)
                        .isRepeatable())
                .isFalse();
    }

    private String stack(Path stderr, String stack) {
        Outcome outcome = failed(FailureKind.PROGRAM, stderr);
        Finish finish = new AttemptResult(
                        RESERVATION, outcome, true, new AttemptResult.Details(stack, null), true, true)
                .finish(null);
        return ((Finish.Failed) finish.how()).stack();
    }

    private Outcome failed(FailureKind kind, Path stderr) {
        return Outcome.failed(job, attempt(stderr), new Failure(kind, 1, "no"));
    }

    private static Attempt attempt(Path stderr) {
        return new Attempt(7, Instant.EPOCH, Duration.ofSeconds(1), null, stderr);
    }
}
