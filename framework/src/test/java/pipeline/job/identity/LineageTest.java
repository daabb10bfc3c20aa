package pipeline.job.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import pipeline.job.Attempt;
import pipeline.job.ComputeJob;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.job.Outcome;

class LineageTest {

    private static final ComputeJob JOB = ComputeJob.command("a", "true");

    @Test
    void the_same_attempts_are_the_same_in_whichever_order_and_another_attempt_is_another() {
        assertThat(parts(List.of(done(1, 1), done(2, 3)))).isEqualTo(parts(List.of(done(2, 3), done(1, 1))));
        assertThat(parts(List.of(done(1, 1), done(2, 3)))).isNotEqualTo(parts(List.of(done(1, 1), done(2, 4))));
        assertThat(parts(List.of(done(1, 1)))).isNotEqualTo(parts(List.of(done(1, 1), done(2, 1))));
        // not the digits one after the other
        assertThat(parts(List.of(done(1, 11)))).isNotEqualTo(parts(List.of(done(11, 1))));
    }

    @Test
    void what_did_not_succeed_counts_as_not_there_however_often_it_was_tried() {
        assertThat(parts(List.of(done(1, 1), failed(2, 1))))
                .isEqualTo(parts(List.of(done(1, 1), failed(2, 2))))
                .isEqualTo(parts(List.of(done(1, 1), Outcome.parked(JOB, "away"))))
                .isEqualTo(parts(List.of(done(1, 1))));
    }

    @Test
    void few_steps_are_told_apart_and_of_many_it_is_known_whether_one_has_changed() {
        Lineage few = Lineage.NONE;
        for (int step = 1; step <= 8; step++) {
            few = few.plus("s" + step, List.of(done(step, 1)));
        }
        assertThat(few.parts()).hasSize(8).containsKeys("s1", "s8");
        Lineage many = few.plus("s9", List.of(done(9, 1)));
        assertThat(many.parts()).containsOnlyKeys("");
        assertThat(few.plus("s9", List.of(done(9, 2))).parts()).isNotEqualTo(many.parts());
        assertThat(few.plus("s9", List.of(done(9, 1))).parts()).isEqualTo(many.parts());
    }

    @Test
    void a_job_says_what_it_was_made_from() {
        assertThat(JOB.madeFrom()).isEmpty();
        assertThat(JOB.independent().madeFrom()).contains("");
        ComputeJob one = JOB.after(List.of(done(1, 1)));
        assertThat(one.madeFrom())
                .isEqualTo(JOB.independent().after(List.of(done(1, 1))).madeFrom());
        assertThat(one.madeFrom()).isNotEqualTo(JOB.after(List.of(done(1, 2))).madeFrom());
        assertThat(one.after(List.of(done(2, 1))).madeFrom()).isNotEqualTo(one.madeFrom());
        assertThat(one.isAlways()).isFalse();
        assertThat(one.always().isAlways()).isTrue();
        assertThat(one.always().madeFrom()).isEqualTo(one.madeFrom());
        assertThat(one.label("x").priority(3).always().madeFrom()).isEqualTo(one.madeFrom());
    }

    private static Object parts(List<Outcome> outcomes) {
        return Lineage.NONE.plus("1", outcomes).parts();
    }

    private static Outcome done(long number, int ordinal) {
        return Outcome.succeeded(JOB, new Attempt(number, ordinal, Instant.EPOCH, Duration.ZERO, null, null), null);
    }

    private static Outcome failed(long number, int ordinal) {
        return Outcome.failed(
                JOB,
                new Attempt(number, ordinal, Instant.EPOCH, Duration.ZERO, null, null),
                new Failure(FailureKind.PROGRAM, 1, "oops"));
    }
}
