package pipeline.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pipeline.text.Json;
import tools.jackson.databind.JsonNode;

class NodeProgramTypesTest {

    record Cut(Path file, List<Band> bands) {}

    record Band(int number, double width) {}

    static class Typed<A> extends NodeProgram<A, Long> {
        @Override
        protected Long run(A argument) {
            return 1L;
        }
    }

    static final class TakesCut extends Typed<Cut> {}

    static final class TakesTexts extends Typed<List<String>> {}

    static final class TakesArguments extends Typed<Arguments> {}

    static final class TakesNothing extends Typed<Void> {}

    private static Object read(Class<?> program, Object... arguments) {
        List<JsonNode> values = Arrays.stream(arguments).map(Json::tree).toList();
        return NodeProgramTypes.of(program).read(values);
    }

    @Test
    void the_argument_is_made_as_the_type_says_by_way_of_generic_ancestors() {
        Cut cut = new Cut(Path.of("/a:b"), List.of(new Band(3, 0.5)));
        assertThat(read(TakesCut.class, cut)).isEqualTo(cut);
        assertThat(read(TakesTexts.class, List.of("a", "b"))).isEqualTo(List.of("a", "b"));
        assertThat(read(TakesArguments.class, "a", 2)).hasToString("[\"a\",2]");
        assertThat(read(TakesNothing.class)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{\"file\":\"f\",\"bands\":[],\"band\":1} | property \"band\": unknown; there are file, bands",
                "{\"file\":\"f\"} | property \"bands\": missing",
                "{\"file\":\"f\",\"bands\":[{\"number\":1,\"width\":2},{\"number\":1.5,\"width\":2}]} | property \"bands[1].number\": Cannot coerce Floating-point value (1.5) to int value",
                "{\"file\":\"f\",\"bands\":[{\"number\":\"1\",\"width\":2}]} | property \"bands[0].number\": Cannot coerce String value (\"1\") to int value",
                "{\"file\":\"f\",\"bands\":[{\"number\":null,\"width\":2}]} | property \"bands[0].number\": Cannot map null into type int",
                "\"f\" | no String-argument constructor/factory method to deserialize from String value ('f')"
            })
    void what_is_no_such_record_is_refused_with_the_property(String json, String expected) {
        assertThatThrownBy(() -> read(TakesCut.class, Json.read(json)))
                .isInstanceOf(ArgumentMismatchException.class)
                .hasMessageStartingWith(
                        "the argument of node program " + TakesCut.class.getName() + " cannot be read as Cut: ")
                .hasMessageEndingWith(expected);
    }

    @Test
    void too_many_too_few_or_no_value_is_refused() {
        assertThatThrownBy(() -> read(TakesCut.class))
                .hasMessageEndingWith("takes one Cut, but the job has 0 arguments");
        assertThatThrownBy(() -> read(TakesTexts.class, "a", "b"))
                .hasMessageEndingWith("takes one java.util.List<java.lang.String>, but the job has 2 arguments");
        assertThatThrownBy(() -> read(TakesNothing.class, "a"))
                .hasMessageEndingWith("takes nothing, but the job has 1 arguments");
        assertThatThrownBy(() -> read(TakesCut.class, (Object) null))
                .hasMessageEndingWith("cannot be read as Cut: it is null");
        assertThatThrownBy(() -> read(TakesTexts.class, List.of("a", Map.of())))
                .hasMessageContaining("property \"[1]\": ");
    }

    @Test
    void a_class_that_leaves_its_types_open_is_refused() {
        assertThatThrownBy(() -> NodeProgramTypes.of(Typed.class))
                .hasMessageStartingWith("node program " + Typed.class.getName() + " leaves open what A is (A); write");
    }
}
