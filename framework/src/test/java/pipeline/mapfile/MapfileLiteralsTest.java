package pipeline.mapfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Maps accept and refuse the same literals as queries. */
class MapfileLiteralsTest {

    private static final String BEFORE = "[('n1',\n  ";

    @ParameterizedTest
    @MethodSource("pipeline.literal.Literals#accepted")
    void a_file_may_be_written_in_every_way_of_python(String written, String text) throws Exception {
        assertThat(Mapfile.read("a.map", BEFORE + written + ")]")
                        .entries()
                        .get(0)
                        .file())
                .isEqualTo(text);
    }

    @ParameterizedTest
    @MethodSource("pipeline.literal.Literals#refused")
    void what_is_no_literal_is_refused_with_line_and_column(String written, int offset, String problem) {
        // lists in the place of a file are refused before they are deep
        if (written.startsWith("[")) {
            return;
        }
        MapfileException e =
                catchThrowableOfType(MapfileException.class, () -> Mapfile.read("a.map", BEFORE + written + "\n)]"));
        assertThat(e.problem()).isEqualTo(problem);
        assertThat(e.line()).isEqualTo(2);
        assertThat(e.column()).isEqualTo(3 + offset);
    }
}
