package pipeline.store.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Queries accept and refuse the same literals as maps. */
class QueryLiteralsTest {

    private static final String BEFORE = "{'label': ";

    private final QueryParser parser = new QueryParser(new FieldCatalog(JobFields.ALL), Instant.EPOCH);

    @ParameterizedTest
    @MethodSource("pipeline.literal.Literals#accepted")
    void a_text_may_be_written_in_every_way_of_python(String written, String text) {
        assertThat(parser.parse(BEFORE + written + "}")).isEqualTo(QueryCondition.equal(JobFields.LABEL, text));
        assertThat(QueryParser.value(written).stringValue()).isEqualTo(text);
    }

    @ParameterizedTest
    @MethodSource("pipeline.literal.Literals#refused")
    void what_is_no_literal_is_refused_with_its_place(String written, int offset, String problem) {
        // the query is one level deep before its value begins
        int deep = written.startsWith("[") ? -1 : 0;
        assertThatThrownBy(() -> parser.parse(BEFORE + written + "\n}"))
                .isInstanceOf(BadQueryException.class)
                .hasMessageStartingWith(problem + " (at character " + (BEFORE.length() + offset + deep + 1));
    }
}
