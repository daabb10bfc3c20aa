package pipeline.dispatch.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import pipeline.time.VirtualTime;

class HeldLinesTest {

    private final VirtualTime time = new VirtualTime();
    private final List<String> out = new ArrayList<>();
    private final HeldLines held = new HeldLines(time, out::add);

    @Test
    void the_line_that_the_failure_repeats_and_the_hint_below_it_are_not_shown_twice() {
        held.add("reading a.fits");
        held.add("sleep: invalid time interval");
        held.add("Try 'sleep --help' for more information.");

        held.release("sleep: invalid time interval");

        assertThat(out).containsExactly("reading a.fits");
    }

    @Test
    void a_job_that_goes_on_shows_its_lines_after_a_moment() {
        held.add("one");
        held.add("");
        held.add("two");
        assertThat(out).isEmpty();

        time.advance(HeldLines.MOMENT);
        assertThat(out).containsExactly("one", "two");

        held.add("three");
        time.advance(HeldLines.MOMENT);
        assertThat(out).containsExactly("one", "two", "three");
    }

    @Test
    void many_lines_come_out_in_their_order_without_delay() {
        for (int i = 0; i < 100; i++) {
            held.add("line " + i);
        }
        assertThat(out).hasSize(50).startsWith("line 0").endsWith("line 49");

        held.release("");
        assertThat(out).hasSize(100).endsWith("line 99");
    }
}
