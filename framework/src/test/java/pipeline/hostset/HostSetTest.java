package pipeline.hostset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.testing.Seed;
import pipeline.text.HostName;

class HostSetTest {

    private static final Map<String, HostSet> GROUPS =
            Map.of("gpu", HostSet.parse("node[2-3]"), "rack1", HostSet.parse("a"), "slurm:rack2", HostSet.parse("b,c"));

    private static HostSet lookUp(String name) {
        if (!GROUPS.containsKey(name)) {
            throw new IllegalArgumentException("there is no such group");
        }
        return GROUPS.get(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "node1",
                "host-1.example.org",
                "user@host",
                "127.0.0.2",
                "fe80::1",
                "fe80::1%eth0",
                "a_b",
                "knoten-ü",
                "007",
                "node12345678901234567890123",
                "node1.",
                "a..b",
                "x:y.z"
            })
    void a_plain_name_is_a_set_of_one(String name) {
        HostSet hosts = HostSet.parse(name);
        assertThat(hosts).containsExactly(name);
        assertThat(hosts).hasToString(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "b,a,b,c | b a c",
                "node[3-1000/400],x | node3 node403 node803 x",
                "node[1-5]!node[2-4] | node1 node5",
                "node[1-5]!node9 | node1 node2 node3 node4 node5",
                "node[1-5]&node[4-7] | node4 node5",
                "node[1-3]^node[2-4] | node1 node4",
                "a,b!b,b | a b",
                "a!a,b&b | b",
                "  node[1-2] , node7 ! node2  | node1 node7",
                "lce[001, 003] & lce[002-010] | lce003"
            })
    void operators_are_evaluated_from_left_to_right(String text, String names) {
        assertThat(HostSet.parse(text)).containsExactly(names.split(" ", -1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\n"})
    void blank_text_is_the_empty_set(String text) {
        assertThat(HostSet.parse(text).isEmpty()).isTrue();
        assertThat(HostSet.parse(text)).hasToString("");
    }

    @Test
    void a_difference_may_leave_nothing() {
        assertThat(HostSet.parse("a!a").size()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "a,,b | 3 | expected a host name, but found \",\"",
                ",a | 1 | expected a host name, but found \",\"",
                "!a | 1 | expected a host name, but found \"!\"",
                "a, | 3 | expected a host name after the operator",
                "a b | 3 | expected one of , ! & ^ between two names",
                "x,node[1-5 | 11 | the bracket is not closed, expected \"]\"",
                "x, node[1-b] | 11 | expected a number such as in [1-5,8], but found \"b\"",
                "x,a] | 4 | \"]\" without a \"[\" before it",
                "n[1-600000],m[1-600000] | 12 | stands for more than 1000000 names; expected fewer",
                "x,.node1 | 3 | expected a host's name, but '.node1' begins with a dot",
                "x, -n[1-3] | 4 | expected a host's name, but '-n1' begins with a dash",
                "a/b | 1 | expected a host's name, but 'a/b' holds a slash",
                "[a | 2 | expected a number such as in [1-5,8], but found \"a\"",
                "x,@gpu | 3 | group @gpu: groups cannot be used here, write the names of the hosts"
            })
    void what_is_no_host_set_is_refused_with_its_column(String text, int column, String problem) {
        assertThatExceptionOfType(HostSetException.class)
                .isThrownBy(() -> HostSet.parse(text))
                .satisfies(e -> assertThat(e.column()).isEqualTo(column))
                .withMessage("column %d: %s (in \"%s\")", column, problem, text);
    }

    @Test
    void a_control_character_is_refused_with_its_column() {
        assertThatExceptionOfType(HostSetException.class)
                .isThrownBy(() -> HostSet.parse("ab\0c"))
                .withMessageContaining("column 3: a control character (U+0000) is no part of a host name; delete it");
    }

    @Test
    void groups_are_looked_up_by_their_name() {
        assertThat(HostSet.parse("@gpu", HostSetTest::lookUp)).containsExactly("node2", "node3");
        assertThat(HostSet.parse("node[1-3]!@gpu", HostSetTest::lookUp)).containsExactly("node1");
        assertThat(HostSet.parse("@slurm:rack[2]", HostSetTest::lookUp)).containsExactly("b", "c");
        assertThat(HostSet.parse("user@gpu", HostSetTest::lookUp)).containsExactly("user@gpu");
    }

    @Test
    void an_unknown_group_is_an_error_that_says_so() {
        assertThatExceptionOfType(HostSetException.class)
                .isThrownBy(() -> HostSet.parse("a,@rack[1-2]", HostSetTest::lookUp))
                .withMessage("column 3: group @rack2: there is no such group (in \"a,@rack[1-2]\")")
                .withCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_group_needs_a_name() {
        assertThatExceptionOfType(HostSetException.class)
                .isThrownBy(() -> HostSet.parse("@", HostSetTest::lookUp))
                .withMessageContaining("expected the name of a group after \"@\"");
    }

    @Test
    void sets_combine() {
        HostSet left = HostSet.of(List.of("a", "b", "c"));
        HostSet right = HostSet.of(List.of("d", "c"));
        assertThat(left.union(right)).containsExactly("a", "b", "c", "d");
        assertThat(left.minus(right)).containsExactly("a", "b");
        assertThat(left.intersection(right)).containsExactly("c");
        assertThat(left.symmetricDifference(right)).containsExactly("a", "b", "d");
        assertThat(left).containsExactly("a", "b", "c");
        assertThat(left.contains("b")).isTrue();
        assertThat(left.contains("d")).isFalse();
        assertThat(left.size()).isEqualTo(3);
        assertThat(left.stream()).containsExactly("a", "b", "c");
    }

    @Test
    void a_set_cannot_be_changed_through_its_iterator() {
        var names = HostSet.of(List.of("a")).iterator();
        names.next();
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(names::remove);
    }

    @Test
    void sets_with_the_same_hosts_are_equal_in_whatever_order() {
        assertThat(HostSet.parse("a,b")).isEqualTo(HostSet.parse("b,a")).hasSameHashCodeAs(HostSet.parse("b,a"));
        assertThat(HostSet.parse("a,b")).isNotEqualTo(HostSet.parse("a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a,b", "a!b", "a&b", "a^b", "a[1]", "@grp", "a\0b", "a\u00a0b"})
    void a_name_that_could_not_be_read_back_is_refused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostSet.of(List.of("good", name)))
                .withMessageContaining(
                        HostName.problem(name) == null ? "but was \"" + name + "\"" : HostName.problem(name));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "node5,node1,node2 | node[1-2,5]",
                "node10,node9 | node[9-10]",
                "lce[001-003],lce007 | lce[001-003,007]",
                "lce099,lce100,lce101 | lce[099-101]",
                "n1,n01,n2,n02 | n[1-2,01-02]",
                "n[8-10],n[08-09] | n[8-9,08-10]",
                "a1,b1,a2 | a[1-2],b1",
                "clu[1-2]-[1-10] | clu[1-2]-[1-10]",
                "clu1-1,clu1-2,clu2-1 | clu1-[1-2],clu2-1",
                "node[1-2].example.org | node[1-2].example.org",
                "127.0.0.[2-9] | 127.0.0.[2-9]",
                "b,a10,a9,a | a,a[9-10],b",
                "n12345678901234567890,n12345678901234567891 | n12345678901234567890,n12345678901234567891",
                "[1-3] | [1-3]"
            })
    void a_set_is_written_folded_in_natural_order(String text, String folded) {
        assertThat(HostSet.parse(text)).hasToString(folded);
    }

    @Test
    void what_is_folded_reads_back_as_the_same_set() {
        long seed = Seed.of(HostSetTest.class);
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            HostSet hosts = HostSet.of(IntStream.range(0, random.nextInt(60))
                    .mapToObj(i -> randomName(random))
                    .toList());
            String folded = hosts.toString();
            assertThat(HostSet.parse(folded)).as("seed %d: %s", seed, folded).isEqualTo(hosts);
        }
    }

    private static String randomName(Random random) {
        // no name of a host begins with a dot or a dash
        StringBuilder name = new StringBuilder(random.nextBoolean() ? "n" : "0");
        int parts = 1 + random.nextInt(4);
        for (int part = 0; part < parts; part++) {
            name.append(List.of("a", "b-", ".", "").get(random.nextInt(4)));
            String digits = Integer.toString(random.nextInt(12));
            name.append("0".repeat(random.nextInt(3))).append(digits);
        }
        return name.toString();
    }

    @Test
    @Timeout(60)
    void a_hundred_thousand_names_fold_quickly() {
        List<String> names = new ArrayList<>();
        for (int rack = 0; rack < 100; rack++) {
            for (int node = 0; node < 1000; node++) {
                names.add(String.format("rack%02d-node%03d.example.org", rack, node));
            }
        }
        Collections.shuffle(names, new Random(1));
        HostSet hosts = HostSet.of(names);
        String folded = hosts.toString();
        assertThat(folded).isEqualTo("rack[00-99]-node[000-999].example.org");
        assertThat(HostSet.parse(folded)).isEqualTo(hosts);
    }

    @Test
    void names_are_folded_for_people_and_those_that_cannot_be_stand_as_they_are() {
        assertThat(HostSet.folded(List.of("n1", "n2"))).isEqualTo("n[1-2]");
        assertThat(HostSet.folded(List.of("n1", "a,b["))).isEqualTo("n1,a,b[");
        assertThat(HostSet.folded(List.of())).isEmpty();
    }

    @Test
    @Timeout(60)
    void a_name_with_very_many_numbers_folds_quickly() {
        String start = "1a".repeat(200_000);
        List<String> names = List.of(start + "1", start + "2");
        assertThat(HostNameFolding.fold(names)).isEqualTo(start + "[1-2]");
    }

    @Test
    void names_are_ordered_by_the_values_of_their_numbers() {
        assertThat(Stream.of("node10", "node2", "a", "node1", "node2b")
                        .sorted(HostSet.naturalOrder())
                        .toList())
                .containsExactly("a", "node1", "node2", "node2b", "node10");
    }
}
