package pipeline.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import pipeline.job.FailureKind;
import pipeline.store.AttemptRow;
import pipeline.store.AttemptSummary;
import pipeline.testing.Seed;

class LaneAssignmentTest {

    private static final Instant NOW = Instant.ofEpochMilli(10_000);

    private final AttemptColumns attempts = new AttemptColumns(new TextDictionary(), NOW);

    @Test
    void attempts_that_ran_at_a_time_have_lanes_of_their_own_and_a_free_lane_is_used_again() {
        ran(0, 100, 1000);
        ran(0, 100, 500);
        ran(500, 600, 900);
        ran(950, 1000, 1200);
        LaneAssignment lanes = onOneHost();
        assertThat(lanes.count(0)).isEqualTo(2);
        assertThat(lanes(lanes)).containsExactly(0, 1, 1, 0);
    }

    @Test
    void an_attempt_that_waited_while_its_lane_was_busy_is_shown_to_wait_from_when_it_was_free() {
        ran(0, 100, 1000);
        ran(200, 1100, 1500);
        LaneAssignment lanes = onOneHost();
        assertThat(lanes.count(0)).isEqualTo(1);
        assertThat(lanes.waitFrom(0)).isZero();
        assertThat(lanes.waitFrom(1)).isEqualTo(1000);
    }

    @Test
    void an_attempt_that_runs_keeps_its_lane_until_now() {
        add(100, null, null, null, null);
        ran(9000, 9500, 9600);
        LaneAssignment lanes = onOneHost();
        assertThat(lanes.count(0)).isEqualTo(2);
        assertThat(attempts.began.get(0)).isEqualTo(100);
        assertThat(attempts.ended.get(0)).isEqualTo(NOW.toEpochMilli());
        assertThat(attempts.ending(0)).isEqualTo("running");
    }

    @Test
    void an_attempt_whose_program_never_began_waited_to_its_end() {
        add(100, null, 700L, null, AttemptRow.AttemptEnd.ERROR);
        assertThat(attempts.isStarted(0)).isFalse();
        assertThat(attempts.began.get(0)).isEqualTo(700);
        assertThat(onOneHost().waitFrom(0)).isEqualTo(100);
    }

    @Test
    void a_clock_that_is_wrong_moves_no_attempt_out_of_the_time_in_which_it_was_made() {
        add(1000, 100L, 2000L, 5.0, AttemptRow.AttemptEnd.SUCCESS);
        add(1000, 9000L, 2000L, 0.5, AttemptRow.AttemptEnd.SUCCESS);
        assertThat(attempts.began.get(0)).isEqualTo(1000);
        assertThat(attempts.ended.get(0)).isEqualTo(2000);
        assertThat(attempts.began.get(1)).isEqualTo(2000);
        assertThat(attempts.ended.get(1)).isEqualTo(2000);
    }

    @Test
    void no_two_attempts_on_a_lane_overlap_whatever_they_did() {
        long seed = Seed.of(LaneAssignmentTest.class);
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            long reserved = random.nextInt(9000);
            long began = reserved + random.nextInt(200);
            long completed = began + random.nextInt(300);
            if (random.nextInt(10) == 0) {
                add(reserved, null, completed, null, AttemptRow.AttemptEnd.ERROR);
            } else {
                ran(reserved, began, completed);
            }
        }
        LaneAssignment lanes = LaneAssignment.of(attempts, attempt -> attempt % 7, 7);
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, attempts.size()).boxed().toList());
        order.sort(Comparator.<Integer>comparingInt(attempt -> attempt % 7)
                .thenComparingInt(lanes::lane)
                .thenComparingLong(lanes::waitFrom)
                .thenComparingLong(attempts.ended::get));
        for (int i = 1; i < order.size(); i++) {
            int before = order.get(i - 1);
            int after = order.get(i);
            if (before % 7 == after % 7 && lanes.lane(before) == lanes.lane(after)) {
                assertThat(lanes.waitFrom(after))
                        .as("seed %d, attempts %d and %d", seed, before, after)
                        .isGreaterThanOrEqualTo(attempts.ended.get(before));
            }
            assertThat(lanes.waitFrom(after)).isLessThanOrEqualTo(attempts.ended.get(after));
        }
    }

    private LaneAssignment onOneHost() {
        return LaneAssignment.of(attempts, attempt -> 0, 1);
    }

    private List<Integer> lanes(LaneAssignment lanes) {
        return IntStream.range(0, attempts.size()).mapToObj(lanes::lane).toList();
    }

    private void ran(long reserved, long began, long ended) {
        add(reserved, began, ended, (ended - began) / 1000.0, AttemptRow.AttemptEnd.SUCCESS);
    }

    private void add(
            long reserved,
            @Nullable Long started,
            @Nullable Long completed,
            @Nullable Double duration,
            AttemptRow.@Nullable AttemptEnd ending) {
        FailureKind kind = ending == AttemptRow.AttemptEnd.ERROR ? FailureKind.CONNECTION : null;
        attempts.add(
                0,
                new AttemptSummary(
                        1,
                        attempts.size() + 1,
                        1,
                        Instant.ofEpochMilli(reserved),
                        started == null ? null : Instant.ofEpochMilli(started),
                        completed == null ? null : Instant.ofEpochMilli(completed),
                        duration,
                        ending,
                        kind,
                        null,
                        ""));
    }
}
