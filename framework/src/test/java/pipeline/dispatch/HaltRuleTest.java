package pipeline.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.dispatch.rules.HaltRule;
import pipeline.dispatch.rules.RunRules;
import pipeline.job.Attempt;
import pipeline.job.ComputeJob;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.job.Outcome;

class HaltRuleTest {

    private static final ComputeJob JOB = ComputeJob.command("a", "true");
    private static final Attempt ATTEMPT = new Attempt(1, Instant.EPOCH, Duration.ZERO, null, null);

    @ParameterizedTest
    @ValueSource(strings = {"soon,fail=1", "now,fail=20%", "soon,success=3", "now,done=100%"})
    void a_rule_is_read_and_written_as_people_type_it(String text) {
        assertThat(HaltRule.parse(text)).get().hasToString(text);
    }

    @Test
    void never_is_no_rule() {
        assertThat(HaltRule.parse("never")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "soon,fail",
                "soon,fail=0",
                "now,fail=0%",
                "now,fail=101%",
                "later,fail=1",
                "2",
                "now,fail=-1"
            })
    void anything_else_is_refused_with_the_right_forms(String text) {
        assertThatThrownBy(() -> HaltRule.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("must be never, or one of now and soon, a comma, one of fail, success and done,"
                        + " and =N or =N%, such as soon,fail=3 or now,fail=20%, but was ");
    }

    @ParameterizedTest
    @CsvSource({
        // rule, failed, succeeded, jobs, applies
        "'soon,fail=2',     1, 9, 10, false",
        "'soon,fail=2',     2, 0, 10, true",
        "'soon,success=2',  9, 1, 10, false",
        "'soon,success=2',  0, 2, 10, true",
        "'soon,done=2',     1, 1, 10, true",
        "'soon,fail=20%',   2, 0, 10, false",
        "'soon,fail=20%',   2, 1, 10, true",
        "'soon,fail=20%',   1, 8, 10, false",
        "'soon,fail=100%',  3, 0, 10, false",
        "'soon,fail=50%',   2, 1, 0,  true",
        "'soon,fail=50%',   1, 2, 0,  false",
    })
    void a_share_is_one_of_all_jobs_and_counts_when_three_have_ended(
            String rule, int failed, int succeeded, int jobs, boolean applies) {
        assertThat(HaltRule.parse(rule).orElseThrow().applies(failed, succeeded, jobs))
                .isEqualTo(applies);
    }

    @Test
    void what_was_cancelled_or_did_not_run_has_not_ended() {
        RunLimits watch = limits(HaltRule.parse("now,done=1"));
        watch.ended(failed(FailureKind.CANCELLED));
        watch.ended(Outcome.parked(JOB, "a is away"));
        watch.ended(Outcome.notStarted(JOB, "the run has ended"));
        watch.ended(Outcome.ignored(JOB, ""));
        assertThat(watch.failure()).isNull();
        assertThat(watch.mayStrikeWith(1)).isTrue();
        watch.ended(failed(FailureKind.TIMEOUT));
        assertThat(watch.endsWhatRuns()).isTrue();
        assertThat(watch.failure().reason())
                .isEqualTo("1 job failed and 0 succeeded, so --halt now,done=1 stops the run");
    }

    @Test
    void without_a_rule_nothing_strikes() {
        RunLimits watch = limits(Optional.empty());
        watch.ended(failed(FailureKind.PROGRAM));
        assertThat(watch.failure()).isNull();
        assertThat(watch.mayStrikeWith(1) || watch.endsWhatRuns()).isFalse();
    }

    private static RunLimits limits(Optional<HaltRule> rule) {
        return new RunLimits(new RunRules.Limit(rule, OptionalInt.empty(), OptionalLong.empty()));
    }

    private static Outcome failed(FailureKind kind) {
        return Outcome.failed(JOB, ATTEMPT, new Failure(kind, null, "oops"));
    }
}
