package pipeline.store.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import pipeline.store.StoreException;
import pipeline.testing.Seed;
import pipeline.time.VirtualTime;

/** How long a database is waited for, in virtual time. */
class RetryLoopTest {

    private static final RetryLimit COMMAND = RetryLimit.of(Duration.ofSeconds(60));
    private static final RetryLimit RUN = new RetryLimit(Optional.of(Duration.ofMinutes(10)), true);
    private static final RetryLimit FOR_EVER = new RetryLimit(Optional.empty(), true);

    private final VirtualTime time = new VirtualTime();
    private final List<String> reported = new ArrayList<>();
    private final OutageTracker outage = new OutageTracker("the table", time, reported::add);
    private final long seed = Seed.of(RetryLoopTest.class);
    private final Random random = new Random(seed);
    private final RetryLoop loop = new RetryLoop("the table", new FakeErrors(), outage, time, random);
    private final List<Long> tries = new ArrayList<>();
    private final List<Boolean> repeated = new ArrayList<>();

    /** What the database complains of. */
    private static final class DatabaseFault extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final StoreErrorKind kind;

        DatabaseFault(StoreErrorKind kind) {
            this.kind = kind;
        }
    }

    private static final class FakeErrors implements StoreErrors {
        @Override
        public Optional<StoreErrorKind> kind(RuntimeException failure) {
            return failure instanceof DatabaseFault fault ? Optional.of(fault.kind) : Optional.empty();
        }

        @Override
        public String complaint(RuntimeException failure) {
            return "no";
        }

        @Override
        public StoreException explain(RuntimeException failure, boolean isWrite, Duration waited) {
            return new StoreException("gave up after " + waited.toSeconds() + " s", failure);
        }
    }

    /** Fails with one kind of fault until a moment. */
    private RetryLoop.Work<String> workingAfter(Duration moment, StoreErrorKind kind) {
        return isRepeated -> {
            tries.add(time.nanos());
            repeated.add(isRepeated);
            if (time.nanos() < moment.toNanos()) {
                throw new DatabaseFault(kind);
            }
            return "done";
        };
    }

    private RetryLoop.Work<String> neverWorking(StoreErrorKind kind) {
        return workingAfter(Duration.ofDays(36_500), kind);
    }

    @Test
    void what_works_is_done_once() {
        assertThat(loop.run(workingAfter(Duration.ZERO, StoreErrorKind.OTHER), true, RUN, RUN))
                .isEqualTo("done");
        assertThat(repeated).containsExactly(false);
        assertThat(time.nanos()).isZero();
    }

    @Test
    void the_pauses_grow_from_hundredths_of_a_second_to_two_seconds() {
        loop.run(workingAfter(Duration.ofMinutes(5), StoreErrorKind.BLOCKED), true, RUN, RUN);
        List<Long> pauses = new ArrayList<>();
        for (int i = 1; i < tries.size(); i++) {
            pauses.add(Duration.ofNanos(tries.get(i) - tries.get(i - 1)).toMillis());
        }
        assertThat(pauses.get(0)).as("seed %d", seed).isBetween(10L, 30L);
        assertThat(pauses.get(3)).as("seed %d", seed).isBetween(80L, 240L);
        assertThat(pauses.subList(7, pauses.size()))
                .as("seed %d", seed)
                .allMatch(pause -> pause >= 1000 && pause < 3000);
        assertThat(reported).last().isEqualTo("the table can be used again");
    }

    @Test
    void chance_makes_a_pause_up_to_half_of_it_shorter_or_longer() {
        double[] chances = {0, 0.5, 0.75, 0};
        Iterator<Double> next = Arrays.stream(chances).iterator();
        RandomGenerator byHand = new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new UnsupportedOperationException();
            }

            @Override
            public double nextDouble() {
                return next.next();
            }
        };
        new RetryLoop("the table", new FakeErrors(), outage, time, byHand)
                .run(workingAfter(Duration.ofMillis(10 + 40 + 100 + 80), StoreErrorKind.BLOCKED), true, RUN, RUN);
        assertThat(tries)
                .extracting(nanos -> Duration.ofNanos(nanos).toMillis())
                .containsExactly(0L, 10L, 50L, 150L, 230L);
    }

    @Test
    void a_run_gives_up_when_its_patience_is_over_and_then_nobody_waits_once_more() {
        assertThatThrownBy(() -> loop.run(neverWorking(StoreErrorKind.AWAY), true, RUN, RUN))
                .isInstanceOf(StoreException.class)
                .hasMessageMatching("gave up after 60[0-3] s");
        tries.clear();
        assertThatThrownBy(() -> loop.run(neverWorking(StoreErrorKind.AWAY), true, RUN, RUN))
                .hasMessage("gave up after 0 s");
        assertThat(tries).hasSize(1);
    }

    @Test
    void a_server_that_was_never_there_is_waited_for_as_long_as_its_own_limit_says() {
        assertThatThrownBy(
                        () -> loop.run(neverWorking(StoreErrorKind.AWAY), true, RUN, RUN.atMost(Duration.ofSeconds(5))))
                .hasMessageMatching("gave up after [5-8] s");
    }

    @Test
    void a_table_without_limit_is_waited_for_for_days() {
        assertThat(loop.run(workingAfter(Duration.ofDays(3), StoreErrorKind.AWAY), true, FOR_EVER, FOR_EVER))
                .isEqualTo("done");
        assertThat(reported).hasSizeGreaterThan(3 * 24 * 58);
    }

    @Test
    void a_full_disk_is_waited_for_by_a_run_and_not_by_a_command() {
        assertThatThrownBy(() -> loop.run(neverWorking(StoreErrorKind.FULL), true, COMMAND, COMMAND))
                .hasMessage("gave up after 0 s");
        assertThat(loop.run(workingAfter(Duration.ofMinutes(3), StoreErrorKind.FULL), true, RUN, RUN))
                .isEqualTo("done");
    }

    @Test
    void only_what_may_have_been_committed_is_repeated_as_such() {
        loop.run(workingAfter(Duration.ofSeconds(1), StoreErrorKind.BLOCKED), true, RUN, RUN);
        assertThat(repeated).hasSizeGreaterThan(2).containsOnly(false);
        repeated.clear();
        loop.run(workingAfter(Duration.ofNanos(time.nanos()).plusSeconds(1), StoreErrorKind.AWAY), true, RUN, RUN);
        assertThat(repeated.get(0)).isFalse();
        assertThat(repeated.subList(1, repeated.size())).isNotEmpty().containsOnly(true);
    }

    @Test
    void a_process_that_is_about_to_end_waits_for_seconds() {
        outage.hurry();
        assertThatThrownBy(() -> loop.run(neverWorking(StoreErrorKind.BLOCKED), true, FOR_EVER, FOR_EVER))
                .hasMessageMatching("gave up after 1[0-3] s");
    }

    @Test
    void a_mistake_of_ours_is_let_through_at_once() {
        assertThatThrownBy(() -> loop.run(
                        isRepeated -> {
                            throw new IllegalStateException("ours");
                        },
                        true,
                        RUN,
                        RUN))
                .isInstanceOf(IllegalStateException.class);
        assertThat(time.nanos()).isZero();
    }
}
