package pipeline.dispatch.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pipeline.dispatch.hosts.HostHealth.Action;
import pipeline.dispatch.hosts.HostHealth.Event;
import pipeline.dispatch.hosts.HostHealth.State;
import pipeline.dispatch.rules.HealthPolicy;
import pipeline.remote.TransportException;

class HostHealthTest {

    private static final HealthPolicy THREE = new HealthPolicy(3, 3, Duration.ZERO);

    private HostHealth health = HostHealth.healthy(THREE);

    @Test
    void a_refused_connection_is_tried_again_after_a_pause_and_the_third_sets_the_host_aside() {
        assertThat(on(unreachable(TransportException.Cause.REFUSED)))
                .containsExactly(new Action.Hold(), new Action.Pause(Duration.ofMillis(500), 1));
        assertThat(health.state()).isEqualTo(State.DOUBTFUL);
        assertThat(on(new Event.PauseOver(1, true))).containsExactly(new Action.Release());
        assertThat(health.state()).isEqualTo(State.HEALTHY);
        assertThat(on(unreachable(TransportException.Cause.REFUSED)))
                .containsExactly(new Action.Hold(), new Action.Pause(Duration.ofSeconds(1), 3));
        on(new Event.PauseOver(3, true));
        assertThat(on(unreachable(TransportException.Cause.REFUSED)))
                .containsExactly(new Action.SetAside("why"), new Action.Pause(Duration.ofSeconds(1), 5));
        assertThat(health.state()).isEqualTo(State.ASIDE);
        assertThat(health.isParking()).isTrue();
        assertThat(health.reason()).isEqualTo("why");
    }

    @ParameterizedTest
    @EnumSource(
            value = TransportException.Cause.class,
            names = {"UNREACHABLE", "SILENT", "HANDSHAKE"})
    void a_host_that_was_waited_for_is_set_aside_at_once(TransportException.Cause cause) {
        assertThat(on(unreachable(cause)))
                .containsExactly(new Action.SetAside("why"), new Action.Pause(Duration.ofSeconds(1), 1));
    }

    @ParameterizedTest
    @EnumSource(
            value = TransportException.Cause.class,
            names = {"UNKNOWN_HOST", "HOST_KEY", "AUTHENTICATION"})
    void what_only_people_can_put_right_is_asked_for_once_a_minute(TransportException.Cause cause) {
        assertThat(on(unreachable(cause)))
                .containsExactly(new Action.SetAside("why"), new Action.Pause(Duration.ofMinutes(1), 1));
        assertThat(pauses(6))
                .containsExactly(
                        Duration.ofMinutes(2),
                        Duration.ofMinutes(4),
                        Duration.ofMinutes(8),
                        Duration.ofMinutes(10),
                        Duration.ofMinutes(10),
                        Duration.ofMinutes(10));
    }

    @Test
    void a_host_that_is_aside_is_asked_less_and_less_often() {
        on(new Event.Blamed("why"));
        assertThat(pauses(8)).extracting(Duration::toSeconds).containsExactly(2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
    }

    @Test
    void a_host_that_answers_is_on_trial_until_a_job_ran() {
        on(new Event.Blamed("why"));
        assertThat(on(new Event.SlotOpened())).containsExactly(new Action.Release());
        assertThat(health.isOnTrial()).isTrue();
        assertThat(on(new Event.JobRefused("again")))
                .containsExactly(new Action.SetAside("again"), new Action.Pause(Duration.ofSeconds(2), 3));
        on(new Event.SlotOpened());
        on(new Event.JobRan());
        assertThat(health.isOnTrial()).isFalse();
        assertThat(on(new Event.JobRefused("once"))).isEmpty();
        assertThat(health.state()).isEqualTo(State.HEALTHY);
        assertThat(health.pauseAfterRefusal()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void a_slot_that_opens_forgives_what_was_unreachable_but_not_what_was_refused() {
        on(unreachable(TransportException.Cause.LOST));
        on(new Event.PauseOver(1, true));
        on(new Event.JobRefused("a"));
        on(new Event.JobRefused("b"));
        on(new Event.SlotOpened());
        assertThat(on(new Event.JobRefused("c"))).startsWith(new Action.SetAside("c"));
        assertThat(health.pauseAfterRefusal()).isZero();
    }

    @Test
    void a_pause_of_an_earlier_state_means_nothing() {
        on(unreachable(TransportException.Cause.LOST));
        on(new Event.Drained("maintenance"));
        assertThat(on(new Event.PauseOver(1, true))).isEmpty();
        assertThat(health.state()).isEqualTo(State.DRAINED);
    }

    @Test
    void a_host_that_is_aside_is_probed_while_jobs_wait_and_left_alone_when_none_do() {
        on(new Event.Blamed("why"));
        assertThat(on(new Event.PauseOver(1, true))).containsExactly(new Action.Probe());
        assertThat(on(new Event.PauseOver(1, false))).isEmpty();
        assertThat(health.state()).isEqualTo(State.HEALTHY);
        assertThat(health.isOnTrial()).isTrue();
    }

    @Test
    void a_host_that_no_job_waits_for_is_neither_held_nor_asked() {
        assertThat(on(new Event.Unreachable("why", null, false))).isEmpty();
        assertThat(health.state()).isEqualTo(State.HEALTHY);
        on(new Event.Blamed("why"));
        assertThat(on(new Event.JobsGone())).isEmpty();
        assertThat(health.state()).isEqualTo(State.HEALTHY);
        assertThat(health.isOnTrial()).isTrue();
    }

    @Test
    void a_suspicion_holds_jobs_until_it_is_cleared_or_the_host_is_to_blame() {
        assertThat(on(new Event.Suspected("odd"))).containsExactly(new Action.Hold());
        assertThat(on(new Event.Suspected("odd"))).isEmpty();
        assertThat(on(new Event.Cleared())).containsExactly(new Action.Release());
        assertThat(on(new Event.Cleared())).isEmpty();
        on(new Event.Suspected("odd"));
        assertThat(on(new Event.Blamed("bad"))).startsWith(new Action.SetAside("bad"));
        assertThat(on(new Event.Blamed("bad"))).as("known").isEmpty();
    }

    @Test
    void a_drained_host_is_left_alone_until_somebody_undrains_it() {
        assertThat(on(new Event.Undrained())).isEmpty();
        assertThat(on(new Event.Drained("maintenance"))).containsExactly(new Action.Hold());
        assertThat(on(new Event.Drained("maintenance"))).isEmpty();
        assertThat(on(unreachable(TransportException.Cause.LOST))).isEmpty();
        assertThat(on(new Event.SlotOpened())).isEmpty();
        assertThat(on(new Event.Blamed("bad"))).isEmpty();
        assertThat(health.reason()).isEqualTo("maintenance");
        assertThat(on(new Event.Undrained())).containsExactly(new Action.Release());
        assertThat(health.reason()).isEmpty();
    }

    private List<Action> on(Event event) {
        HostHealth.HealthChange change = health.on(event);
        health = change.after();
        return change.actions();
    }

    private List<Duration> pauses(int probes) {
        return IntStream.range(0, probes)
                .mapToObj(i -> (Action.Pause) on(unreachable(null)).get(0))
                .map(Action.Pause::pause)
                .toList();
    }

    private static Event unreachable(TransportException.@Nullable Cause cause) {
        return new Event.Unreachable("why", cause == null ? null : new TransportException(cause, "a", "why"), true);
    }
}
