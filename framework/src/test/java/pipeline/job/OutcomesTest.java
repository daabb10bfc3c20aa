package pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutcomesTest {

    private static final Attempt ATTEMPT = new Attempt(1, Instant.EPOCH, Duration.ZERO, null, null);

    private final ComputeJob job = ComputeJob.command("a", "true");
    private final List<Outcome> outcomes = List.of(
            Outcome.succeeded(job, ATTEMPT, null),
            failed(FailureKind.PROGRAM, "exit code 1"),
            failed(FailureKind.CANCELLED, "interrupted"),
            Outcome.parked(job, "down"),
            Outcome.ignored(job, "broken"),
            Outcome.notStarted(job, "limit"));

    @Test
    void they_are_counted_and_what_failed_has_its_key() {
        Outcomes all = Outcomes.of(outcomes, Outcomes.Stop.INTERRUPTED);
        assertThat(all).isEqualTo(outcomes);
        assertThat(all.successCount()).isEqualTo(1);
        assertThat(all.remaining()).isEqualTo(3);
        assertThat(all.stop()).isEqualTo(Outcomes.Stop.INTERRUPTED);
        assertThat(all.errors())
                .containsExactly(
                        new Outcomes.JobError(JobKey.ofEach(List.of(job, job)).get(1), "exit code 1"));
    }

    @Test
    void pulled_ones_come_with_their_keys() {
        JobKey key = JobKey.of(Map.of("file", "x"));
        Outcomes pulled =
                Outcomes.pulled(List.of(failed(FailureKind.PROGRAM, "no")), List.of(key), 9, Outcomes.Stop.MAX_CALLS);
        assertThat(pulled.errors()).containsExactly(new Outcomes.JobError(key, "no"));
        assertThat(pulled.remaining()).isEqualTo(9);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Outcomes.pulled(outcomes, List.of(key), 0, Outcomes.Stop.ALL_DONE))
                .withMessage("there must be one key for each of 6 outcomes, but were 1");
    }

    @Test
    void nobody_can_change_them() {
        assertThatThrownBy(() -> Outcomes.of(outcomes, Outcomes.Stop.ALL_DONE).remove(0))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private Outcome failed(FailureKind kind, String message) {
        return Outcome.failed(job, ATTEMPT, new Failure(kind, 1, message));
    }
}
