package pipeline.cli.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of IPython's and DataJoint's documents: as they stand there, and with values in place of variables. */
class KnownQueriesTest {

    @TempDir
    Path directory;

    private TableTerminal terminal;

    @BeforeEach
    void sit_down() {
        terminal = new TableTerminal(directory);
        terminal.fill();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{'started' : {'$gte' : hourago }, 'client_uuid' : rc.session.session} ~ hourago is not in quotes;",
                "{'started' : {'$le' : hourago }, 'client_uuid' : {'$ne' : rc.session.session}} ~ \"-1h\" for an hour ago",
                "{'engine_uuid' : {'$in' : uuids }, keys='result_header' ~ uuids is not in quotes;",
                "{'engine_uuid' : {'$in' : ['a'] }, keys='result_header' ~ a key is expected here, in quotes: \"keys\""
            })
    void ipythons_examples_as_printed_are_answered_with_what_to_type(String query, String answer) {
        assertThat(terminal.type("jobs", "query", query)).isEqualTo(2);
        assertThat(terminal.err())
                .startsWith("pipeline: ")
                .contains(answer)
                .endsWith("\nTry: pipeline jobs query --help\n")
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{'complete' : None} ~ msg_id,started ~ 3 4 5",
                "{'completed' : None} ~ msg_id,started ~ 3 4 5",
                "{'started' : {'$gte' : '-1h' }, 'client_uuid' : {'$ne': 'x'}} ~ msg_id ~ 4",
                "{'started' : {'$le' : '-1h' }, 'client_uuid' : {'$ne' : 'x'}} ~ msg_id ~ 1 2",
                "{'engine_uuid' : {'$in' : ['lce003', 'lce004'] }} ~ result_header ~ 3 4"
            })
    void ipythons_examples_with_values_find_what_they_are_about(String query, String keys, String numbers) {
        assertThat(terminal.type("jobs", "query", query, "--keys", keys, "--output", "jsonl"))
                .isZero();
        assertThat(terminal.out()
                        .replaceAll("(?m)^\\{\"job_id\":(\\d+).*\n", "$1 ")
                        .strip())
                .isEqualTo(numbers);
        assertThat(terminal.out().lines()).allMatch(line -> line.contains("\"" + keys.split(",", 2)[0] + "\""));
    }

    @Test
    void datajoints_examples_of_kill_have_their_like() {
        long far = terminal.enterElsewhere(71);
        assertThat(terminal.type("connections", "--where", "{'host': {'$glob': '*head*'}}", "--output", "jsonl"))
                .isZero();
        assertThat(terminal.out())
                .startsWith("{\"schema_version\":1,\"id\":" + far + ",")
                .hasLineCount(1);
        assertThat(terminal.type("connections", "--where", "{'time': {'$gt': 600}}", "--order-by", "host desc"))
                .isZero();
        assertThat(terminal.err()).startsWith("nobody uses ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "HOST LIKE \"%compute%\"",
                "TIME > 600",
                "1=1); DROP TABLE member; --",
                "{'id': '1 OR 1=1'}",
                "{'host; DROP TABLE member': 'x'}"
            })
    void sql_is_no_query_and_does_nothing(String text) {
        terminal.enterElsewhere(71);
        assertThat(terminal.type("connections", "kill", "--yes", "--where", text))
                .isEqualTo(2);
        assertThat(terminal.err())
                .startsWith("pipeline: ")
                .endsWith("\nTry: pipeline connections kill --help\n")
                .doesNotContain("\tat ");
        assertThat(terminal.type("connections", "--order-by", "id; DROP TABLE member"))
                .isEqualTo(2);
        assertThat(terminal.type("connections", "--keys", "state", "--output", "tsv"))
                .isZero();
        assertThat(terminal.out()).contains("running").doesNotContain("ending");
    }
}
