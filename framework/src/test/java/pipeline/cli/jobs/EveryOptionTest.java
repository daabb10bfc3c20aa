package pipeline.cli.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.cli.common.CommandNode;

/** What the help of a command names works there, one option after the other. */
class EveryOptionTest {

    /** What a command needs beside the option: about job 2, which failed on lce002, where that can be said. */
    private static final Map<String, List<String>> BESIDES = Map.of(
            "jobs show", List.of("2"),
            "jobs query", List.of("{}"),
            "jobs retry", List.of("2"),
            "jobs ignore", List.of("2"),
            "jobs clear", List.of("2", "--yes"),
            "jobs purge", List.of("2", "--yes"),
            "jobs set", List.of("2", "--priority=3"),
            "undrain", List.of("lce001"),
            "connections kill", List.of("--yes"));

    @TempDir
    Path directory;

    private TableTerminal terminal;

    @BeforeEach
    void sit_down() throws Exception {
        terminal = new TableTerminal(directory);
        terminal.fill();
        terminal.type("drain", "lce001");
        terminal.type("drain", "lce001", "-j", "night");
        Files.writeString(directory.resolve("other.cfg"), "[jobs]\ndefault_priority = 3\n");
    }

    static Stream<Arguments> options() {
        return TableTerminal.nodes().stream().flatMap(word -> {
            Stream<Arguments> named = word.names().stream()
                    .flatMap(name ->
                            options(word.name() + " " + name, word.child(name).orElseThrow()));
            return Stream.concat(options(word.name(), word), named);
        });
    }

    private static Stream<Arguments> options(String command, CommandNode node) {
        return node.command().commandLine().getCommandSpec().options().stream()
                // cancelling connects to hosts, which tests of its own do
                .filter(option -> !command.equals("jobs cancel"))
                .map(option -> Arguments.of(
                        command,
                        option.longestName(),
                        option.arity().max() == 0 ? "" : value(command, option.paramLabel())));
    }

    private static String value(String command, String label) {
        return switch (label) {
            case "JOB" -> "night";
            case "RECIPE" -> "calibrate";
            case "STATUS" -> "error";
            case "HOSTS" -> command.startsWith("connections") ? "no[1-3]" : "lce[001-002]";
            case "QUERY" -> command.startsWith("connections") ? "{'pid': {'$lt': 0}}" : "{'exit_code': 3}";
            case "KEY" -> command.startsWith("connections") ? "user desc" : "{'id': 2}";
            case "KEY,..." ->
                switch (command) {
                    case "jobs progress" -> "total";
                    case "drain" -> "since";
                    default -> command.startsWith("connections") ? "info" : "host,result";
                };
            case "FORM" -> "json";
            case "FORMAT" -> "joblog";
            case "N" -> "1";
            case "DURATION" -> "1s";
            case "TEXT" -> "why not";
            case "FILE" -> "OTHER";
            case "DIR" -> "home/.local/state/pipeline";
            default -> throw new AssertionError("what is a " + label + "?");
        };
    }

    @ParameterizedTest
    @MethodSource("options")
    void every_option_works_with_its_command(String command, String option, String value) {
        List<String> words = new ArrayList<>(Arrays.asList(command.split(" ", -1)));
        for (String besides : BESIDES.getOrDefault(command, List.of())) {
            if (!besides.startsWith(option)) {
                words.add(besides);
            }
        }
        if (command.equals("drain") && option.equals("--reason")) {
            words.add("lce003");
        }
        words.add(
                value.isEmpty()
                        ? option
                        : option + "="
                                + value.replace(
                                        "OTHER", directory.resolve("other.cfg").toString()));

        int status = terminal.type(words.toArray(String[]::new));
        boolean findsNothing = command.equals("jobs show") && option.equals("--parked");
        // this process, which filled the table, lives
        boolean isInTheWay = command.equals("jobs compact") && !value.isEmpty();
        assertThat(status).as("%s: %s", words, terminal.err()).isEqualTo(findsNothing || isInTheWay ? 1 : 0);
        assertThat(terminal.err()).doesNotContain("Try: ").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jobs", "jobs show", "jobs errors", "jobs progress", "jobs query {}", "jobs export"})
    void options_that_choose_jobs_choose_them(String command) {
        for (String option : List.of(
                "--job-name=other",
                "--recipe=other",
                "--status=reserved",
                "--host=lce009",
                "--where={'job_id':99}",
                "--parked")) {
            List<String> words = new ArrayList<>(Arrays.asList(command.split(" ", -1)));
            words.addAll(List.of(option, "--host=lce002"));
            if (option.startsWith("--host")) {
                words.remove(words.size() - 1);
            }
            terminal.type(words.toArray(String[]::new));
            assertThat(terminal.out()).as("%s", words).doesNotContain("lce002", "night");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":2}|2",
                "{'id': 2.0,}|2",
                "{u'id': 2}|2",
                "{'id': {'$gte': 4}}|4 5",
                "{'id': {'$in': [1, 3]}}|1 3",
                "{'id': {'$ne': 2}}|1 3 4 5"
            })
    void a_job_is_shown_by_its_key_as_queries_have_it(String key, String numbers) {
        assertThat(terminal.type("jobs", "show", "--key", key)).isZero();
        assertThat(terminal.out()
                        .lines()
                        .filter(line -> line.startsWith("job "))
                        .map(line -> line.substring(4)))
                .containsExactly(numbers.split(" ", -1));
        assertThat(terminal.type("jobs", "show", "--key", key, "-j", "other")).isEqualTo(1);
        assertThat(terminal.err()).startsWith("pipeline: there is no job with this key in ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"key.id\": 3}|3",
                "{'key.id': {'$gt': 3}}|4 5",
                "{'key.id': {'$lt': 2}, 'status': 'success'}|1",
                "{'key.other': None}|1 2 3 4 5",
                "{'key.id': {'$exists': true}, 'result.sum': 3}|1",
                "{'key.id': 'three'}|''"
            })
    void a_query_asks_for_parts_of_the_key_and_of_the_result(String query, String numbers) {
        assertThat(terminal.type("jobs", "query", query, "--keys", "job_id", "--output", "jsonl"))
                .isZero();
        assertThat(terminal.out().replaceAll("\\D+", " ").strip()).isEqualTo(numbers);
    }

    @Test
    void forms_are_refused_where_nothing_is_listed() {
        for (String option : List.of("--output=json", "--keys=host")) {
            assertThat(terminal.type("drain", "lce001", option)).isEqualTo(2);
            assertThat(terminal.err()).contains("is for the list of drained hosts, which drain shows without HOSTS");
        }
    }

    @Test
    void what_is_no_name_of_a_host_is_refused() {
        assertThat(terminal.type("drain", "n".repeat(300))).isEqualTo(2);
        assertThat(terminal.err())
                .startsWith("pipeline: HOSTS: column 1: expected a host's name, but 'nnnnn")
                .contains(" has 300 characters; at most 255 are possible (in \"nnnnn");
        assertThat(terminal.type("drain", "lce*")).isEqualTo(2);
        assertThat(terminal.err()).contains("'lce*' holds *, and patterns are not replaced here");
    }
}
