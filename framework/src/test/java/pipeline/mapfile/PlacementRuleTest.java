package pipeline.mapfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How files are spread over hosts. */
class PlacementRuleTest {

    private static final List<String> HOSTS = hosts(8);

    private static List<String> hosts(int count) {
        return IntStream.rangeClosed(1, count).mapToObj("lce%03d"::formatted).toList();
    }

    private static List<PlacementRule.Item> files(int count, long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, count)
                .mapToObj(i -> new PlacementRule.Item("L2010_SB%04d.MS".formatted(i), 1 + random.nextInt(1_000_000)))
                .toList();
    }

    private static Map<String, Long> bytes(List<PlacementRule.Item> files, List<String> places) {
        Map<String, Long> bytes = new HashMap<>();
        for (int i = 0; i < files.size(); i++) {
            bytes.merge(places.get(i), files.get(i).size(), Long::sum);
        }
        return bytes;
    }

    @ParameterizedTest
    @EnumSource(PlacementRule.class)
    void each_file_has_a_host_and_always_the_same(PlacementRule rule) {
        List<PlacementRule.Item> files = files(1000, 1);
        List<String> places = rule.hosts(files, HOSTS);

        assertThat(places).hasSize(1000);
        assertThat(HOSTS).containsAll(places);
        assertThat(rule.hosts(List.copyOf(files), List.copyOf(HOSTS))).isEqualTo(places);
        assertThat(rule.hosts(files, List.of("n1"))).containsOnly("n1");
        assertThat(rule.hosts(List.of(), HOSTS)).isEmpty();
    }

    @Test
    void round_robin_takes_the_hosts_in_turn() {
        assertThat(PlacementRule.ROUND_ROBIN.hosts(files(5, 1), List.of("n2", "n1")))
                .containsExactly("n2", "n1", "n2", "n1", "n2");
    }

    @Test
    void by_size_no_host_has_more_than_another_by_more_than_one_file() {
        List<PlacementRule.Item> files = files(500, 2);
        Map<String, Long> bytes = bytes(files, PlacementRule.SIZE.hosts(files, HOSTS));

        assertThat(bytes).hasSize(8);
        // the last file that a host got was put where the fewest bytes were
        assertThat(Collections.max(bytes.values()) - Collections.min(bytes.values()))
                .isLessThan(1_000_000);
        List<PlacementRule.Item> empty = IntStream.range(0, 16)
                .mapToObj(i -> new PlacementRule.Item("e" + i, 0))
                .toList();
        assertThat(PlacementRule.SIZE.hosts(empty, HOSTS))
                .as("files without a byte")
                .containsAll(HOSTS);
    }

    @Test
    void by_size_the_order_in_which_files_are_named_makes_no_difference() {
        List<PlacementRule.Item> files = files(100, 3);
        List<PlacementRule.Item> shuffled = new ArrayList<>(files);
        Collections.shuffle(shuffled, new Random(3));
        List<String> places = PlacementRule.SIZE.hosts(files, HOSTS);
        List<String> others = PlacementRule.SIZE.hosts(shuffled, HOSTS);

        for (int i = 0; i < files.size(); i++) {
            assertThat(others.get(shuffled.indexOf(files.get(i))))
                    .as("%s", files.get(i))
                    .isEqualTo(places.get(i));
        }
    }

    @Test
    void by_hash_a_host_more_takes_its_share_and_nothing_else_moves() {
        List<PlacementRule.Item> files = files(9000, 4);
        List<String> before = PlacementRule.HASH.hosts(files, HOSTS);
        List<String> after = PlacementRule.HASH.hosts(files, hosts(9));

        int moved = 0;
        for (int i = 0; i < files.size(); i++) {
            if (!before.get(i).equals(after.get(i))) {
                assertThat(after.get(i)).isEqualTo("lce009");
                moved++;
            }
        }
        assertThat(moved).isBetween(850, 1150);
        for (String host : HOSTS) {
            assertThat(Collections.frequency(before, host)).as(host).isBetween(1000, 1250);
        }
    }

    @Test
    void by_hash_neither_the_order_of_hosts_nor_that_of_files_makes_a_difference() {
        List<PlacementRule.Item> files = files(50, 5);
        List<String> reversed = new ArrayList<>(HOSTS);
        Collections.reverse(reversed);

        assertThat(PlacementRule.HASH.hosts(files, reversed)).isEqualTo(PlacementRule.HASH.hosts(files, HOSTS));
        assertThat(PlacementRule.HASH.hosts(files.subList(20, 21), HOSTS))
                .containsExactly(PlacementRule.HASH.hosts(files, HOSTS).get(20));
    }
}
