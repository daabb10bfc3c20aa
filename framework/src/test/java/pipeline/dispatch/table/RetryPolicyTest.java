package pipeline.dispatch.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pipeline.dispatch.TestRun;
import pipeline.dispatch.rules.RunRules;
import pipeline.job.Attempt;
import pipeline.job.ComputeJob;
import pipeline.job.ExitCodes;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.job.Outcome;
import pipeline.job.lifecycle.AttemptRules;
import pipeline.store.Finish;
import pipeline.store.JobTable;
import pipeline.store.Reservation;
import pipeline.store.StepName;
import pipeline.store.Submission;
import pipeline.store.settings.JobTables;
import pipeline.testing.Masters;
import pipeline.testing.Seed;

class RetryPolicyTest {

    private static final ComputeJob JOB = ComputeJob.command("a", "true");

    private final JobTable table = JobTables.inMemory();
    private Membership membership;

    @BeforeEach
    void enter() throws Exception {
        membership = Masters.enter(table, TestRun.RECIPE, TestRun.JOB_NAME, RunRules.DEFAULT);
        table.submit(Submission.of(
                new StepName(TestRun.RECIPE, TestRun.JOB_NAME, "1"), membership.id(), Duration.ZERO, 5, List.of(JOB)));
    }

    @AfterEach
    void leave() {
        membership.close();
        table.close();
    }

    @Test
    void pauses_double_up_to_a_minute_and_differ_by_a_quarter() {
        long seed = Seed.of(RetryPolicyTest.class);
        RetryPolicy retries =
                new RetryPolicy(table, new AttemptRules(8, ExitCodes.NONE, Optional.empty()), new Random(seed));
        List<Duration> pauses = new ArrayList<>();
        for (RetryPolicy.Next next = fail(retries); next != null; next = fail(retries)) {
            assertThat(next.number()).isEqualTo(pauses.size() + 2);
            pauses.add(next.pause());
        }
        assertThat(pauses).as("seed %d", seed).hasSize(8);
        for (int i = 0; i < pauses.size(); i++) {
            long base = Math.min(60_000, 1000L << i);
            assertThat(pauses.get(i).toMillis())
                    .as("seed %d", seed)
                    .isBetween(base * 3 / 4, Math.min(60_000, base * 5 / 4));
        }
    }

    @Test
    void jobs_that_failed_together_do_not_come_back_together() {
        RetryPolicy retries =
                new RetryPolicy(table, new AttemptRules(1, ExitCodes.NONE, Optional.empty()), new Random(1));
        HashSet<Duration> pauses = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            pauses.add(after(retries, failed(JOB, FailureKind.PROGRAM, 1)).pause());
        }
        assertThat(pauses).hasSizeGreaterThan(15);
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void only_what_the_job_did_itself_is_tried_again(FailureKind kind) {
        RetryPolicy retries =
                new RetryPolicy(table, new AttemptRules(1, ExitCodes.NONE, Optional.empty()), new Random(1));
        boolean isItself = switch (kind) {
            case PROGRAM, SETUP, TIMEOUT, OUTPUT -> true;
            case LOST, CONNECTION, CANCELLED, INTERNAL -> false;
        };
        assertThat(after(retries, failed(JOB, kind, null)) != null).isEqualTo(isItself);
    }

    @Test
    void a_parked_job_uses_up_no_retry_and_needs_none() {
        RetryPolicy retries =
                new RetryPolicy(table, new AttemptRules(1, ExitCodes.NONE, Optional.empty()), new Random(1));
        assertThat(after(retries, Outcome.parked(JOB, "a: connection lost"))).isNull();
    }

    @Test
    void the_job_says_how_often_before_the_run_does() {
        RetryPolicy none = new RetryPolicy(table, AttemptRules.DEFAULT, new Random(1));
        assertThat(after(none, failed(JOB, FailureKind.PROGRAM, 1))).isNull();
        assertThat(after(none, failed(JOB.retries(1), FailureKind.PROGRAM, 1))).isNotNull();
        RetryPolicy one = new RetryPolicy(table, new AttemptRules(1, ExitCodes.NONE, Optional.empty()), new Random(1));
        assertThat(after(one, failed(JOB.retries(0), FailureKind.PROGRAM, 1))).isNull();
    }

    @Test
    void some_exit_codes_are_final() {
        RetryPolicy retries =
                new RetryPolicy(table, new AttemptRules(1, ExitCodes.parse("64-78"), Optional.empty()), new Random(1));
        assertThat(after(retries, failed(JOB, FailureKind.PROGRAM, 64))).isNull();
        assertThat(after(retries, failed(JOB, FailureKind.PROGRAM, 79))).isNotNull();
        assertThat(after(retries, failed(JOB, FailureKind.PROGRAM, null))).isNotNull();
    }

    private RetryPolicy.@Nullable Next fail(RetryPolicy retries) {
        Reservation reservation = table.finishAndReserve(membership.id(), List.of(), List.of(1L))
                .reserved()
                .get(0)
                .orElseThrow();
        Outcome outcome = failed(JOB, FailureKind.PROGRAM, 1);
        RetryPolicy.Next next =
                retries.after(new AttemptResult(reservation, outcome, true, AttemptResult.Details.NONE, true, true));
        Finish.How how = new Finish.Again(outcome.failure().orElseThrow(), null, Duration.ZERO);
        table.finishAndReserve(membership.id(), List.of(new Finish(reservation, how, null)), List.of());
        return next;
    }

    private static RetryPolicy.@Nullable Next after(RetryPolicy retries, Outcome outcome) {
        return retries.after(
                new AttemptResult(new Reservation(1, 1, 1), outcome, true, AttemptResult.Details.NONE, true, true));
    }

    private static Outcome failed(ComputeJob job, FailureKind kind, @Nullable Integer code) {
        return Outcome.failed(
                job, new Attempt(1, Instant.EPOCH, Duration.ZERO, null, null), new Failure(kind, code, "oops"));
    }
}
