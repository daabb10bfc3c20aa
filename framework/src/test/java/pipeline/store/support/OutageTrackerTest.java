package pipeline.store.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutageTrackerTest {

    private static final RetryLimit TEN_MINUTES = new RetryLimit(Optional.of(Duration.ofMinutes(10)), true);
    private static final RetryLimit FOR_EVER = new RetryLimit(Optional.empty(), true);

    private final List<String> reported = new ArrayList<>();
    private long now = Long.MAX_VALUE - 1;
    private final OutageTracker outage = new OutageTracker("the table", () -> now, reported::add);

    private boolean isWaitedForAfter(int seconds, long begun, RetryLimit limit) {
        now = begun + Duration.ofSeconds(seconds).toNanos();
        return outage.isWaitedFor(begun, limit, true, "connection refused");
    }

    @Test
    void it_is_reported_once_then_each_minute_and_when_it_is_over() {
        long begun = now;
        for (int second = 0; second <= 130; second++) {
            assertThat(isWaitedForAfter(second, begun, TEN_MINUTES)).isTrue();
        }
        outage.works(true);
        outage.works(true);
        assertThat(reported)
                .containsExactly(
                        "the table cannot be used at the moment (connection refused); what runs goes on, nothing new is"
                                + " started, and it is waited for up to 600 s",
                        "the table has been of no use for 64 s (connection refused); it is still waited for, up to 600 s",
                        "the table has been of no use for 124 s (connection refused); it is still waited for, up to 600 s",
                        "the table can be used again");
    }

    @Test
    void a_short_one_is_not_reported() {
        assertThat(isWaitedForAfter(2, now, TEN_MINUTES)).isTrue();
        outage.works(true);
        assertThat(reported).isEmpty();
    }

    @Test
    void who_never_gives_up_waits_for_days() {
        long begun = now;
        assertThat(isWaitedForAfter(10 * 24 * 3600, begun, FOR_EVER)).isTrue();
        assertThat(reported).first().asString().endsWith("it is waited for as long as it takes");
    }

    @Test
    void where_one_has_given_up_nobody_waits_once_more_until_something_works() {
        long begun = now;
        assertThat(isWaitedForAfter(601, begun, TEN_MINUTES)).isFalse();
        assertThat(isWaitedForAfter(1, now, TEN_MINUTES)).isFalse();
        outage.works(true);
        assertThat(isWaitedForAfter(1, now, TEN_MINUTES)).isTrue();
    }

    @Test
    void who_is_about_to_end_waits_for_seconds_all_in_all() {
        long begun = now;
        assertThat(isWaitedForAfter(60, begun, FOR_EVER)).isTrue();
        outage.hurry();
        assertThat(isWaitedForAfter(69, begun, FOR_EVER)).isTrue();
        assertThat(isWaitedForAfter(71, begun, FOR_EVER)).isFalse();
        outage.works(true);
        assertThat(isWaitedForAfter(1, now, FOR_EVER)).isFalse();
    }

    @Test
    void what_can_be_read_may_still_not_be_written() {
        long begun = now;
        isWaitedForAfter(4, begun, TEN_MINUTES);
        outage.works(false);
        assertThat(reported).hasSize(1);
        outage.works(true);
        assertThat(reported).hasSize(2);
    }

    @Test
    void a_command_waits_for_no_one_to_mend_something() {
        for (StoreErrorKind fault : StoreErrorKind.values()) {
            assertThat(RetryLimit.of(Duration.ofMinutes(1)).isWorthWaiting(fault))
                    .as("%s", fault)
                    .isEqualTo(fault == StoreErrorKind.BLOCKED
                            || fault == StoreErrorKind.CROWDED
                            || fault == StoreErrorKind.AWAY);
            assertThat(TEN_MINUTES.isWorthWaiting(fault))
                    .as("%s", fault)
                    .isEqualTo(!List.of(
                                    StoreErrorKind.DAMAGED,
                                    StoreErrorKind.NO_DATABASE,
                                    StoreErrorKind.FORBIDDEN,
                                    StoreErrorKind.UNKNOWN_DATABASE,
                                    StoreErrorKind.OTHER)
                            .contains(fault));
        }
    }
}
