package pipeline.remote.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandshakePacerTest {

    private final List<String> started = new ArrayList<>();

    @Test
    void a_server_gets_no_more_than_its_share_and_the_others_do_not_wait_for_it() {
        HandshakePacer pacer = new HandshakePacer(2, 10, Runnable::run);
        for (String name : List.of("a1", "a2", "a3", "a4", "b1")) {
            pacer.submit(name.substring(0, 1), () -> started.add(name));
        }
        assertThat(started).containsExactly("a1", "a2", "b1");
        pacer.ended("a", false);
        pacer.ended("a", false);
        assertThat(started).containsExactly("a1", "a2", "b1", "a3", "a4");
    }

    @Test
    void all_servers_together_get_no_more_than_the_whole() {
        HandshakePacer pacer = new HandshakePacer(2, 3, Runnable::run);
        for (String name : List.of("a", "b", "c", "d", "e")) {
            pacer.submit(name, () -> started.add(name));
        }
        assertThat(started).containsExactly("a", "b", "c");
        pacer.ended("b", false);
        assertThat(started).containsExactly("a", "b", "c", "d");
    }

    @Test
    void shed_handshakes_narrow_the_way_and_good_ones_widen_it_again() {
        HandshakePacer pacer = new HandshakePacer(6, 64, Runnable::run);
        for (int i = 0; i < 10; i++) {
            pacer.submit("s" + i, () -> {});
        }
        pacer.ended("s0", true);
        assertThat(pacer.limit()).isEqualTo(32);
        for (int i = 1; i < 9; i++) {
            pacer.ended("s" + i, true);
        }
        assertThat(pacer.limit()).isEqualTo(4);
        pacer.ended("s9", false);
        assertThat(pacer.limit()).isEqualTo(5);
    }
}
