package pipeline.mapfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pipeline.text.HostName;

/** The one rule for names of hosts holds in every form of maps, and a mistake is shown where it stands. */
class HostNamesInMapsTest {

    private static final String[] FORMS = {
        "\"%s\" = [ /a ]",
        "[('%s', '/a')]",
        "[{'host': '%s', 'file': '/a'}]",
        "[{'host': '%s', 'file': ['/a', '/b'], 'skip': False, 'file_skip': [False, False]}]",
        "[[\"%s\", \"/a\"]]",
        "[{\"host\": \"%s\", \"file\": \"/a\"}]",
        "{\"host\": \"%s\", \"file\": \"/a\"}"
    };

    static Stream<Arguments> wrong() {
        return cases(".node1", "..", "-x", "a/b", "node*", "n".repeat(256), "");
    }

    static Stream<Arguments> right() {
        return cases("node1.", "a..b", "[a", "user@host", "::1", "n".repeat(255));
    }

    private static Stream<Arguments> cases(String... names) {
        return Stream.of(FORMS).flatMap(form -> Stream.of(names).map(name -> Arguments.of(form, name)));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void a_wrong_name_is_refused_with_line_and_column(String form, String name) {
        MapfileException e =
                catchThrowableOfType(MapfileException.class, () -> Mapfile.read("a.map", "\n" + form.formatted(name)));
        assertThat(e.problem()).isEqualTo(HostName.problem(name));
        assertThat(e.line()).isEqualTo(2);
        // where the quote begins
        assertThat(e.column()).isEqualTo(form.indexOf("%s"));
    }

    @ParameterizedTest
    @MethodSource("right")
    void a_name_that_may_be_an_alias_is_taken(String form, String name) throws Exception {
        assertThat(Mapfile.read("a.map", form.formatted(name)).hosts()).containsExactly(name);
    }
}
