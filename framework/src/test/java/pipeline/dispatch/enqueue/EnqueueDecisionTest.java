package pipeline.dispatch.enqueue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pipeline.dispatch.TestRun;
import pipeline.dispatch.rules.RunRules;
import pipeline.dispatch.rules.StepSelection.Treatment;
import pipeline.job.ComputeJob;
import pipeline.job.JobKey;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.JobRow;
import pipeline.store.StepName;

class EnqueueDecisionTest {

    private static final Instant BEGAN = Instant.ofEpochMilli(1000);

    @ParameterizedTest
    @CsvSource({
        // status, completed, priority; then what a run does that is plain, fresh, keeps errors, does both, does urgent
        // only
        "pending,     , 5, run,       run,       run,  run,       run",
        "pending,     , 6, run,       run,       run,  run,       leave",
        "reserved,    , 5, wait,      wait,      wait, wait,      wait",
        "reserved,    , 6, wait,      wait,      wait, wait,      wait",
        "success,  999, 5, keep,      run_again, keep, run_again, keep",
        "success, 1000, 6, keep,      run_again, keep, run_again, keep",
        "success, 1001, 5, keep,      keep,      keep, keep,      keep",
        "success,     , 5, keep,      run_again, keep, run_again, keep",
        "error,    999, 5, run_again, run_again, keep, run_again, run_again",
        "error,   1000, 5, run_again, run_again, keep, run_again, run_again",
        "error,   1001, 5, keep,      keep,      keep, keep,      keep",
        "error,    999, 6, run_again, run_again, keep, run_again, keep",
        "ignore,      , 5, keep,      keep,      keep, keep,      keep",
        "ignore,      , 6, keep,      keep,      keep, keep,      keep",
    })
    void what_becomes_of_a_job_depends_on_where_it_stands_since_when_and_on_the_rules(
            String status,
            Long completed,
            int priority,
            String plain,
            String fresh,
            String kept,
            String both,
            String urgent) {
        JobRow row = row(status, completed, priority);
        assertThat(EnqueueDecision.of(row, RunRules.DEFAULT, BEGAN)).isEqualTo(decision(plain));
        assertThat(EnqueueDecision.of(row, TestRun.repeating(true, false), BEGAN))
                .isEqualTo(decision(fresh));
        assertThat(EnqueueDecision.of(row, TestRun.repeating(false, true), BEGAN))
                .isEqualTo(decision(kept));
        assertThat(EnqueueDecision.of(row, TestRun.repeating(true, true), BEGAN))
                .isEqualTo(decision(both));
        assertThat(EnqueueDecision.of(row, urgentOnly(), BEGAN)).isEqualTo(decision(urgent));
    }

    @Test
    void one_line_says_what_is_skipped_and_repeated_and_why() {
        assertThat(text(RunRules.DEFAULT, "pending", "pending")).isEmpty();
        assertThat(text(RunRules.DEFAULT, "success"))
                .contains("1 of 1 job was done before and is not run again (--fresh runs all)");
        assertThat(text(RunRules.DEFAULT, "pending", "success", "success", "error", "reserved", "ignore"))
                .contains("2 of 6 jobs were done before and are not run again (--fresh runs all);"
                        + " 1 failed before and is run again; 1 was marked to be left out and is skipped;"
                        + " 1 was reserved by another process and is waited for");
        assertThat(text(TestRun.repeating(true, false), "success", "error"))
                .contains("1 of 2 jobs was done before and is run again (--fresh); 1 failed before and is run again");
        assertThat(text(TestRun.repeating(false, true), "error", "error"))
                .contains("2 of 2 jobs failed before and are not run again");
    }

    private static Optional<String> text(RunRules rules, String... statuses) {
        EnqueueSummary summary = new EnqueueSummary(rules, Treatment.AS_NEEDED, statuses.length);
        for (String status : statuses) {
            JobRow row = row(status, 0L, 5);
            summary.count(row, EnqueueDecision.of(row, rules, BEGAN));
        }
        return summary.text();
    }

    private static RunRules urgentOnly() {
        return TestRun.limited(true, OptionalInt.of(5), OptionalLong.empty());
    }

    private static EnqueueDecision decision(String word) {
        return EnqueueDecision.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static JobRow row(String status, Long completed, int priority) {
        Instant ended = completed == null ? null : Instant.ofEpochMilli(completed);
        return new JobRow(
                1,
                new StepName("r", "j", "1"),
                0,
                new JobKey("{}"),
                ComputeJob.command("a", "true"),
                priority,
                0,
                new JobRow.State(
                        JobStatus.of(status).orElseThrow(), Instant.EPOCH, Instant.EPOCH, null, ended, null, ""),
                null,
                null,
                null);
    }
}
