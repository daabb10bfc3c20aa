package pipeline.store.sql.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.ColonPrefixSqlParser;
import org.jdbi.v3.core.statement.ParsedSql;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pipeline.testing.Seed;

class NamedParametersTest {

    private static final List<String> PIECES = List.of(
            "SELECT",
            " ",
            ":job",
            ":a1",
            "?",
            "??",
            "::text",
            "'it''s :no ?'",
            "\"col:x\"",
            "\n",
            "-- :no ?\n",
            "/* :no ? */",
            "(",
            ",",
            "=",
            " / ",
            " - ",
            "job_id");

    private final SqlParser parser = new NamedParameters();
    private final Handle handle = Jdbi.open("jdbc:sqlite::memory:");
    private final StatementContext context = handle.createQuery("SELECT 1").getContext();

    @AfterEach
    void disconnect() {
        handle.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "SELECT 1|SELECT 1|",
                "a = :job AND b = :a_1|a = ? AND b = ?|job,a_1",
                ":job|?|job",
                "a = ':job' OR b = \":job\" OR `c:job`|a = ':job' OR b = \":job\" OR `c:job`|",
                "'it''s :no' = :yes|'it''s :no' = ?|yes",
                "'{}'::text[] = :x::int|'{}'::text[] = ?::int|x",
                "a /* :no ? */ = :x -- :no|a /* :no ? */ = ? -- :no|x",
                "a - :x / :y|a - ? / ?|x,y",
                "a ?? :x|a ?? ?|x",
                "a = : b|a = : b|",
                "'never ends :x|'never ends :x|",
            })
    void parameters_are_found_where_they_are(String sql, String expected, String names) {
        ParsedSql parsed = parser.parse(sql, context);

        assertThat(parsed.getSql()).isEqualTo(expected);
        assertThat(parsed.getParameters().getParameterNames())
                .containsExactlyElementsOf(names == null ? List.of() : List.of(names.split(",", -1)));
    }

    @Test
    void question_marks_are_parameters_without_names() {
        ParsedSql parsed = parser.parse("(?, '?', ?)", context);

        assertThat(parsed.getSql()).isEqualTo("(?, '?', ?)");
        assertThat(parsed.getParameters().isPositional()).isTrue();
        assertThat(parsed.getParameters().getParameterCount()).isEqualTo(2);
    }

    @Test
    void the_parser_of_jdbi_finds_the_same() {
        SqlParser theirs = new ColonPrefixSqlParser();
        Random random = new Random(Seed.of(NamedParametersTest.class));
        for (int i = 0; i < 2000; i++) {
            StringBuilder sql = new StringBuilder();
            for (int length = random.nextInt(12); length >= 0; length--) {
                sql.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            ParsedSql expected;
            try {
                expected = theirs.parse(sql.toString(), context);
            } catch (RuntimeException e) {
                // named and positional parameters in one statement
                continue;
            }
            assertThat(parser.parse(sql.toString(), context)).as("%s", sql).isEqualTo(expected);
        }
    }
}
