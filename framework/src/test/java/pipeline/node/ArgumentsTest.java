package pipeline.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import pipeline.text.Json;
import tools.jackson.databind.JsonNode;

class ArgumentsTest {

    record Band(String name, int channels) {}

    private static Arguments arguments(Object... values) {
        return Arguments.of(Arrays.stream(values).map(Json::tree).toList());
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(NodeFailure.class).hasMessage(message);
    }

    @Test
    void each_type_is_read_as_it_was_given() {
        Arguments arguments = arguments("a", 1L << 40, 2.5, true, "/data/ü b", List.of(1, "x"), null);
        assertThat(arguments.size()).isEqualTo(7);
        assertThat(arguments.text(0)).isEqualTo("a");
        assertThat(arguments.integer(1)).isEqualTo(1L << 40);
        assertThat(arguments.number(1)).isEqualTo(1L << 40);
        assertThat(arguments.number(2)).isEqualTo(2.5);
        assertThat(arguments.flag(3)).isTrue();
        assertThat(arguments.path(4)).isEqualTo(Path.of("/data/ü b"));
        assertThat(arguments.list(5).text(1)).isEqualTo("x");
        assertThat(arguments.get(6).isNull()).isTrue();
        assertThat(arguments).hasToString("[\"a\",1099511627776,2.5,true,\"/data/ü b\",[1,\"x\"],null]");
    }

    @Test
    void records_are_read_back() {
        assertThat(arguments(new Band("HBA", 64)).value(0, Band.class)).isEqualTo(new Band("HBA", 64));
    }

    @Test
    void the_values_can_be_walked_in_order() {
        List<String> seen = new ArrayList<>();
        for (JsonNode value : arguments("a", "b")) {
            seen.add(value.stringValue());
        }
        assertThat(seen).containsExactly("a", "b");
    }

    @Test
    void a_missing_argument_is_named() {
        refused(
                () -> arguments("a", "b").text(2),
                "argument 2 is missing: the job has 2, counted from 0; the recipe must give it");
        refused(
                () -> arguments().get(-1),
                "argument -1 is missing: the job has 0, counted from 0; the recipe must give it");
    }

    @Test
    void an_argument_of_another_type_is_named_with_its_value() {
        refused(() -> arguments(1).text(0), "argument 0 must be a text, but was 1");
        refused(() -> arguments("x").integer(0), "argument 0 must be an integer, but was \"x\"");
        refused(() -> arguments(1.5).integer(0), "argument 0 must be an integer, but was 1.5");
        refused(() -> arguments("1").number(0), "argument 0 must be a number, but was \"1\"");
        refused(() -> arguments("true").flag(0), "argument 0 must be true or false, but was \"true\"");
        refused(() -> arguments((Object) null).path(0), "argument 0 must be the path of a file, but was null");
        refused(() -> arguments("").path(0), "argument 0 must be the path of a file, but was \"\"");
        refused(() -> arguments(Map.of()).list(0), "argument 0 must be a list, but was {}");
        refused(() -> arguments((Object) null).value(0, Band.class), "argument 0 must be a Band, but was null");
    }

    @Test
    void an_integer_beyond_64_bits_is_refused() {
        refused(
                () -> arguments(new java.math.BigInteger("9223372036854775808")).integer(0),
                "argument 0 must be an integer, but was 9223372036854775808");
    }

    @Test
    void an_item_of_a_list_is_named_by_both_numbers() {
        refused(
                () -> arguments("a", List.of(1, "x")).list(1).integer(1),
                "argument 1, item 1 must be an integer, but was \"x\"");
    }

    @Test
    void a_value_that_does_not_fit_a_record_says_why() {
        assertThatThrownBy(() -> arguments(Map.of("name", List.of())).value(0, Band.class))
                .isInstanceOf(NodeFailure.class)
                .hasMessageStartingWith("argument 0 must be a Band, but was {\"name\":[]}: ");
    }

    @Test
    void a_path_that_cannot_be_a_file_name_says_why() {
        assertThatThrownBy(() -> arguments("a\0b").path(0))
                .isInstanceOf(NodeFailure.class)
                .hasMessageStartingWith("argument 0 cannot be a file name here: Nul character not allowed");
    }

    @Test
    void a_huge_wrong_value_is_cut() {
        assertThatThrownBy(() -> arguments("x".repeat(1_000_000)).integer(0))
                .isInstanceOf(NodeFailure.class)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300).endsWith("…"));
    }
}
