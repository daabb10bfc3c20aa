package pipeline.dispatch.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pipeline.dispatch.hosts.HostHealth.Action;
import pipeline.dispatch.hosts.HostHealth.Event;
import pipeline.dispatch.hosts.HostHealth.State;
import pipeline.dispatch.rules.HealthPolicy;
import pipeline.remote.TransportException;
import pipeline.remote.TransportException.Cause;

/** What each event does to a host in each state: the state after it, and what is to be done. */
class HostHealthTableTest {

    /** In a state that was just entered; the healthy host never was in another. */
    private static final Map<State, Event> ENTERED = Map.of(
            State.DOUBTFUL, new Event.Suspected("odd"),
            State.ASIDE, new Event.Blamed("bad"),
            State.DRAINED, new Event.Drained("repair"));

    private static final Action HOLD = new Action.Hold();
    private static final Action RELEASE = new Action.Release();
    private static final Action PROBE = new Action.Probe();

    private record Cell(State after, List<Action> actions) {}

    private static final Map<Event, Map<State, Cell>> TABLE = new LinkedHashMap<>();

    static {
        row(
                unreachable(Cause.REFUSED, true),
                cell(State.DOUBTFUL, HOLD, pause(500, 1)),
                cell(State.DOUBTFUL, HOLD, pause(500, 1)),
                cell(State.ASIDE, pause(2000, 1)),
                cell(State.DRAINED));
        row(
                unreachable(Cause.UNREACHABLE, true),
                cell(State.ASIDE, aside("why"), pause(1000, 1)),
                cell(State.ASIDE, aside("why"), pause(1000, 2)),
                cell(State.ASIDE, pause(2000, 1)),
                cell(State.DRAINED));
        row(
                unreachable(Cause.HOST_KEY, true),
                cell(State.ASIDE, aside("why"), pause(60_000, 1)),
                cell(State.ASIDE, aside("why"), pause(60_000, 2)),
                cell(State.ASIDE, pause(2000, 1)),
                cell(State.DRAINED));
        row(
                unreachable(Cause.UNREACHABLE, false),
                cell(State.HEALTHY),
                cell(State.DOUBTFUL),
                cell(State.HEALTHY),
                cell(State.DRAINED));
        row(
                new Event.SlotOpened(),
                cell(State.HEALTHY),
                cell(State.DOUBTFUL),
                cell(State.HEALTHY, RELEASE),
                cell(State.DRAINED));
        row(
                new Event.JobRefused("no shell"),
                cell(State.HEALTHY),
                cell(State.DOUBTFUL),
                cell(State.ASIDE),
                cell(State.DRAINED));
        row(new Event.JobRan(), cell(State.HEALTHY), cell(State.DOUBTFUL), cell(State.ASIDE), cell(State.DRAINED));
        row(
                new Event.Suspected("why"),
                cell(State.DOUBTFUL, HOLD),
                cell(State.DOUBTFUL),
                cell(State.ASIDE),
                cell(State.DRAINED));
        row(
                new Event.Cleared(),
                cell(State.HEALTHY),
                cell(State.HEALTHY, RELEASE),
                cell(State.ASIDE),
                cell(State.DRAINED));
        row(
                new Event.Blamed("why"),
                cell(State.ASIDE, aside("why"), pause(1000, 1)),
                cell(State.ASIDE, aside("why"), pause(1000, 2)),
                cell(State.ASIDE),
                cell(State.DRAINED));
        row(
                new Event.PauseOver(1, true),
                cell(State.HEALTHY),
                cell(State.HEALTHY, RELEASE),
                cell(State.ASIDE, PROBE),
                cell(State.DRAINED));
        row(
                new Event.PauseOver(1, false),
                cell(State.HEALTHY),
                cell(State.HEALTHY, RELEASE),
                cell(State.HEALTHY),
                cell(State.DRAINED));
        row(
                new Event.PauseOver(99, true),
                cell(State.HEALTHY),
                cell(State.DOUBTFUL),
                cell(State.ASIDE),
                cell(State.DRAINED));
        row(
                new Event.Drained("disk"),
                cell(State.DRAINED, HOLD),
                cell(State.DRAINED, HOLD),
                cell(State.DRAINED, HOLD),
                cell(State.DRAINED));
        row(
                new Event.Undrained(),
                cell(State.HEALTHY),
                cell(State.DOUBTFUL),
                cell(State.ASIDE),
                cell(State.HEALTHY, RELEASE));
        row(new Event.JobsGone(), cell(State.HEALTHY), cell(State.DOUBTFUL), cell(State.HEALTHY), cell(State.DRAINED));
    }

    private static void row(Event event, Cell healthy, Cell doubtful, Cell aside, Cell drained) {
        Map<State, Cell> cells = new EnumMap<>(State.class);
        cells.put(State.HEALTHY, healthy);
        cells.put(State.DOUBTFUL, doubtful);
        cells.put(State.ASIDE, aside);
        cells.put(State.DRAINED, drained);
        TABLE.put(event, cells);
    }

    private static Cell cell(State after, Action... actions) {
        return new Cell(after, List.of(actions));
    }

    private static Action pause(long millis, long epoch) {
        return new Action.Pause(Duration.ofMillis(millis), epoch);
    }

    private static Action aside(String why) {
        return new Action.SetAside(why);
    }

    private static Event unreachable(Cause cause, boolean hasJobs) {
        return new Event.Unreachable("why", new TransportException(cause, "a", "why"), hasJobs);
    }

    static Stream<Arguments> pairs() {
        return TABLE.keySet().stream()
                .flatMap(event -> Stream.of(State.values()).map(state -> Arguments.of(state, event)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void each_event_in_each_state_leads_to_one_state_and_says_what_is_to_be_done(State state, Event event) {
        HostHealth healthy = HostHealth.healthy(new HealthPolicy(3, 3, Duration.ZERO));
        HostHealth before = state == State.HEALTHY
                ? healthy
                : healthy.on(ENTERED.get(state)).after();
        assertThat(before.state()).isEqualTo(state);
        HostHealth.HealthChange change = before.on(event);
        assertThat(new Cell(change.after().state(), change.actions()))
                .isEqualTo(TABLE.get(event).get(state));
    }

    @Test
    void the_table_has_all_events() {
        List<Class<?>> events = new ArrayList<>(List.of(Event.class.getPermittedSubclasses()));
        events.removeAll(TABLE.keySet().stream().map(Event::getClass).toList());
        assertThat(events).isEmpty();
    }
}
