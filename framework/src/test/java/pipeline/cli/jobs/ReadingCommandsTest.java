package pipeline.cli.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingCommandsTest {

    @TempDir
    Path directory;

    private TableTerminal terminal;

    @BeforeEach
    void sit_down() {
        terminal = new TableTerminal(directory);
        terminal.fill();
    }

    @Test
    void jobs_are_listed_a_line_each() {
        assertThat(terminal.type("jobs")).isZero();
        assertThat(terminal.out())
                .startsWith("job_id  job_name  recipe     host    status    attempts  duration  label   error_message")
                .contains("\n     1  night     calibrate  lce001  success          1       1.5\n")
                .contains("\n     2  night     calibrate  lce002  error            1       1.5  beam 2  ")
                .contains("  no \\x1b[31mflux\\nin beam 2\n")
                .hasLineCount(6);
        assertThat(terminal.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--status success,error|1 2",
                "--status ignore --status pending|3 5",
                "--status failed,done|1 2",
                "--status waiting,running|3 4",
                "--host lce[001-002,009]|1 2",
                "-j night --recipe calibrate --host lce005|5",
                "-j other|''",
                "2 3|2 3",
                "2 3 --status error|2",
                "--limit 2|1 2",
                "--where {'exit_code':3}|2"
            })
    void jobs_are_chosen_by_everything_that_is_typed(String options, String ids) {
        String[] words = ("jobs " + options + " --output tsv --keys job_id").split(" ", -1);

        assertThat(terminal.type(words)).isZero();
        assertThat(terminal.out()
                        .replaceFirst("job_id\n", "")
                        .replace('\n', ' ')
                        .strip())
                .isEqualTo(ids);
    }

    @Test
    void a_name_that_no_job_has_is_answered_with_one_that_is_near() {
        assertThat(terminal.type("jobs", "-j", "nigth")).isZero();
        assertThat(terminal.err()).isEqualTo("no jobs fit; no job has the name nigth; did you mean night?\n");
        assertThat(terminal.type("jobs", "errors", "-j", "nigth")).isZero();
        assertThat(terminal.err()).contains("did you mean night?");
        assertThat(terminal.type("jobs", "-j", "night", "--host", "lce009")).isZero();
        assertThat(terminal.err()).isEqualTo("no jobs fit\n");
    }

    @Test
    void a_query_shows_a_person_what_jobs_shows_and_a_program_everything() {
        assertThat(terminal.type("jobs", "query", "{}")).isZero();
        assertThat(terminal.out()).startsWith("job_id  job_name  recipe     host    status");
        assertThat(terminal.type("jobs", "query", "{'job_id': 1}", "--output", "jsonl"))
                .isZero();
        assertThat(terminal.out()).contains("\"key_hash\":");
    }

    @Test
    void without_a_table_there_is_nothing_to_see_and_nothing_wrong() throws Exception {
        TableTerminal elsewhere = new TableTerminal(directory.resolve("elsewhere"));
        Files.createDirectories(directory.resolve("elsewhere"));

        assertThat(elsewhere.type("jobs")).isZero();
        assertThat(elsewhere.out()).isEmpty();
        assertThat(elsewhere.err()).contains("no job table");
        assertThat(elsewhere.type("jobs", "query", "{}", "--output", "json")).isZero();
        assertThat(elsewhere.out()).isEqualTo("[]\n");
        assertThat(elsewhere.type("jobs", "export", "--output", "csv", "--keys", "host"))
                .isZero();
        assertThat(elsewhere.out()).isEqualTo("job_id,host\r\n");
        assertThat(elsewhere.type("jobs", "progress")).isZero();
        assertThat(elsewhere.type("jobs", "errors")).isZero();
        assertThat(elsewhere.type("connections")).isZero();
        assertThat(elsewhere.type("jobs", "show", "1")).isZero();
        assertThat(elsewhere.file()).doesNotExist();
    }

    @Test
    void errors_show_message_and_stack() {
        assertThat(terminal.type("jobs", "errors")).isZero();
        assertThat(terminal.out())
                .startsWith("job 2: calibrate -j night on lce002, beam 2, attempt 1, ")
                .endsWith("  program: no \\x1b[31mflux\\nin beam 2\n    first line\n    second\tline\n");
        assertThat(terminal.type("jobs", "errors", "-j", "other")).isZero();
        assertThat(terminal.err()).isEqualTo("no failed jobs fit; no job has the name other\n");
        assertThat(terminal.type("jobs", "errors", "--output", "jsonl", "--keys", "error_stack"))
                .isZero();
        assertThat(terminal.out()).isEqualTo("{\"job_id\":2,\"error_stack\":\"first line\\nsecond\\tline\"}\n");
    }

    @Test
    void a_job_is_shown_by_its_number_its_key_and_the_hashes_of_its_key() {
        assertThat(terminal.type("jobs", "show", "2")).isZero();
        String shown = terminal.out();
        assertThat(shown)
                .contains("  key          {\"id\":2}\n")
                .contains("  failure      program\n", "  exit code    3\n")
                .contains("attempt 1: error\n");
        assertThat(terminal.type("jobs", "show", "--key", "{ \"id\": 2.0 }")).isZero();
        assertThat(terminal.out()).isEqualTo(shown);
        assertThat(terminal.type("jobs", "show", "--key", "c81e728d9d4c2f636f067f89cc14862c"))
                .as("DataJoint's hash of {id: 2}")
                .isZero();
        assertThat(terminal.out()).isEqualTo(shown);
        String hash = shown.replaceFirst("(?s).*key hash +([0-9a-f]{64}).*", "$1");
        assertThat(terminal.type("jobs", "show", "--key", hash)).isZero();
        assertThat(terminal.out()).isEqualTo(shown);
    }

    @Test
    void a_job_that_is_not_there_is_an_error() {
        assertThat(terminal.type("jobs", "show", "7", "2", "9")).isEqualTo(2);
        assertThat(terminal.err()).startsWith("pipeline: there is no job 7, 9 in ");
        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.type("jobs", "show", "--key", "{\"id\":7}")).isEqualTo(1);
        assertThat(terminal.type("jobs", "show", "--key", "7")).isEqualTo(2);
        assertThat(terminal.err()).contains("must be a JSON object");
        assertThat(terminal.type("jobs", "show")).isEqualTo(2);
    }

    @Test
    void progress_counts_by_recipe() {
        assertThat(terminal.type("jobs", "progress", "--output", "csv")).isZero();
        assertThat(terminal.out())
                .isEqualTo(String.join(
                        "\r\n",
                        "job_name,recipe,total,pending,reserved,success,error,ignore,remaining,parked",
                        "night,calibrate,5,1,1,1,1,1,2,0",
                        ""));
    }

    @Test
    void progress_of_nothing_says_so() {
        assertThat(terminal.type("jobs", "progress", "-j", "other")).isZero();
        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.err()).isEqualTo("no jobs fit\n");
        assertThat(terminal.type("jobs", "progress", "-j", "other", "--output", "json"))
                .isZero();
        assertThat(terminal.out() + terminal.err()).isEqualTo("[]\n");
    }

    @Test
    void a_query_asks_for_anything() {
        assertThat(terminal.type(
                        "jobs", "query", "{\"status\":\"error\",\"host\":{\"$in\":[\"lce002\"]}}", "--keys", "host"))
                .isZero();
        assertThat(terminal.out()).isEqualTo("job_id  host\n     2  lce002\n");
        assertThat(terminal.type("jobs", "query", "{'host': {'$glob': 'x*'}}")).isZero();
        assertThat(terminal.err()).isEqualTo("no jobs fit\n");
    }

    @Test
    void an_export_has_all_keys_as_json_lines() {
        assertThat(terminal.type("jobs", "export")).isZero();
        assertThat(terminal.out())
                .hasLineCount(5)
                .startsWith("{\"schema_version\":1,\"job_id\":1,")
                .contains("\"msg_id\":2,")
                .doesNotContain("\"buffers\"");
    }

    @Test
    void a_table_is_cut_where_the_screen_ends() {
        terminal.narrow(40);

        assertThat(terminal.type("jobs")).isZero();
        assertThat(terminal.out().lines()).allMatch(line -> line.length() <= 40);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jobs shw|neither the number of a job nor a command of jobs; did you mean show?|jobs",
                "jobs --where status=error|did you mean '{\"status\": \"error\"}'?|jobs",
                "jobs --staus error|there is no option --staus; did you mean --status?|jobs",
                "jobs --status eror|but was eror; did you mean error?|jobs",
                "jobs --output tabel|but was tabel; did you mean table?|jobs",
                "jobs --limit 0|--limit must be at least 1|jobs",
                "jobs --host lce[|--host: |jobs",
                "jobs --keys hots|did you mean host?|jobs",
                "jobs query {'completd':null}|did you mean completed?|jobs query",
                "jobs query {'key.':1}|a part is named as in key.subject_id|jobs query",
                "jobs query {'host.a':1}|host has no parts|jobs query",
                "jobs query {'key.a':{'$gt':None}}|can be before or after a number or a text, but not null|jobs query",
                "jobs show --key {'id':2|is never closed|jobs show",
                "jobs query|Missing required parameter: 'QUERY'|jobs query",
                "connections klil|there is no command connections klil; did you mean kill?|connections",
                "connections --order-by hots|--order-by: unknown key|connections",
                "connections --order-by a,b,c|--order-by|connections"
            })
    void mistakes_are_reported_with_what_was_probably_meant(String text) {
        String[] parts = text.split("\\|", -1);

        assertThat(terminal.type(parts[0].split(" ", -1))).isEqualTo(2);
        assertThat(terminal.err())
                .startsWith("pipeline: ")
                .contains(parts[1])
                .endsWith("\nTry: pipeline " + parts[2] + " --help\n")
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jobs",
                "jobs show",
                "jobs errors",
                "jobs progress",
                "jobs query",
                "jobs export",
                "jobs retry",
                "jobs cancel",
                "jobs ignore",
                "jobs set",
                "jobs clear",
                "jobs purge",
                "jobs compact",
                "jobs refresh",
                "connections",
                "connections kill"
            })
    void every_command_has_help(String command) {
        assertThat(terminal.type((command + " --help").split(" ", -1))).isZero();
        assertThat(terminal.out()).startsWith("Usage: pipeline " + command).contains("Options:");
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void the_help_of_jobs_names_all_its_commands() {
        terminal.type("jobs", "-h");

        assertThat(terminal.out())
                .contains(TableTerminal.nodes().stream()
                        .filter(node -> node.name().equals("jobs"))
                        .findFirst()
                        .orElseThrow()
                        .names());
    }

    @Test
    void a_file_that_is_no_table_is_reported_before_anything_else() throws Exception {
        Files.writeString(
                terminal.file(), "this is not a database, but a text that is long enough to be looked at\n".repeat(50));

        assertThat(terminal.type("jobs")).isEqualTo(3);
        assertThat(terminal.err())
                .startsWith("pipeline: ")
                .contains("jobs.sqlite")
                .doesNotContain("\tat ");
    }

    @Test
    void a_mistake_in_the_configuration_is_reported() throws Exception {
        Files.writeString(directory.resolve("pipeline.cfg"), "[jobs]\nurl = jdbc:oracle:thin\n");

        assertThat(terminal.type("jobs")).isEqualTo(3);
        assertThat(terminal.err()).contains("pipeline.cfg:2: url in [jobs]: must be jdbc:sqlite:FILE");
    }
}
