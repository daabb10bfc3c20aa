package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.testing.LeakCheck;
import tools.jackson.databind.json.JsonMapper;

/** The command as people type it, where it needs no SSH server but its own. */
class CommandIT {

    private static final String TIME = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d ";

    @RegisterExtension
    @Order(0)
    static final LeakCheck LEAKS = new LeakCheck();

    @TempDir
    Path directory;

    @Test
    void the_example_logs_what_its_nodes_received_on_the_console_and_in_the_log_file() throws Exception {
        PipelineProcess run =
                PipelineProcess.run(directory, "example_parallel", "-v", "-j", "foo", "--serve", "--mini-cluster");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("No results\n");
        assertThat(run.err().lines().toList())
                .anyMatch(line -> line.matches(
                        TIME + "INFO    node\\.localhost\\.example_parallel: Received example_argument as argument"))
                .last()
                .asString()
                .matches(TIME + "INFO    example_parallel: recipe example_parallel completed");
        assertThat(logFile("foo")).content().contains("Received example_argument as argument");
        assertThat(run.err())
                .contains("live page: http://127.0.0.1:")
                .contains("?job=foo\nfrom another machine: ssh -N -L ");
        assertThat(logFile("foo").resolveSibling("report.html")).content().startsWith("<!doctype html>");
        PipelineCall records = PipelineCall.run(directory, "logs", "1", "--records");
        assertThat(records.out().lines())
                .singleElement()
                .asString()
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d+Z INFO    "
                        + "node\\.localhost\\.example_parallel: Received example_argument as argument");
        assertThat(PipelineCall.run(directory, "logs", "1").out()).startsWith("==> log records: ");
        assertThat(PipelineCall.run(directory, "logs", "-j", "foo", "--grep", "Received")
                        .out())
                .startsWith("job 1 (");
    }

    @Test
    void of_failures_that_are_alike_the_console_has_the_first_and_the_log_file_all() throws Exception {
        String files = IntStream.range(0, 30)
                .mapToObj("a file with number %d"::formatted)
                .map(name -> "{\"host\": \"n1\", \"file\": \"" + name + "\"}\n")
                .collect(Collectors.joining());
        String map = Files.writeString(directory.resolve("in.jsonl"), files).toString();

        PipelineCall run = PipelineCall.run(
                directory, "foreach", "-j", "f", "-p", "8", "--mini-cluster", "--shell", map, "--", ": {}; exit 4");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("30 failed")
                .contains("10 jobs have had this message; further ones are in the log file");
        assertThat(failures(run.err())).isEqualTo(10);
        assertThat(failures(Files.readString(logFile("f")))).isEqualTo(30);

        PipelineCall again = PipelineCall.run(
                directory,
                "foreach",
                "-d",
                "-j",
                "f",
                "-p",
                "8",
                "--mini-cluster",
                "--shell",
                map,
                "--",
                ": {}; exit 4");

        assertThat(failures(again.err())).isEqualTo(30);
    }

    private static long failures(String log) {
        return log.lines().filter(line -> line.endsWith("failed: exit code 4")).count();
    }

    @Test
    void checksums_of_hostile_names_are_accepted_by_sha256sum_and_the_output_map_is_a_map() throws Exception {
        List<String> names =
                List.of("a b", "q'uote\"s", "$(touch owned)", "-dash", "new\nline", "back\\slash", "\u00e9 \u65e5");
        StringBuilder map = new StringBuilder();
        for (String name : names) {
            Path file = Files.writeString(directory.resolve(name), name);
            map.append(JsonMapper.shared()
                            .writeValueAsString(
                                    Map.of("host", "lce00" + (1 + map.length() % 2), "file", file.toString())))
                    .append('\n');
        }
        Files.writeString(directory.resolve("in.jsonl"), map);

        PipelineProcess run = PipelineProcess.run(
                directory,
                "checksum",
                "-j",
                "c",
                "--mini-cluster",
                "--manifest",
                "SUMS",
                "--output-map",
                "out",
                "in.jsonl");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("Results:\nfiles = 7 of 7, ").contains("manifest = SUMS\n");
        assertThat(directory.resolve("owned")).doesNotExist();
        assertThat(new ProcessBuilder("sha256sum", "-c", "--quiet", "SUMS")
                        .directory(directory.toFile())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
        PipelineProcess dry = PipelineProcess.run(directory, "checksum", "-n", "-j", "c", "--mini-cluster", "out");
        assertThat(dry.err())
                .as("the output map has the jobs of the input map")
                .contains("7 of 7 jobs were done before and are not run again")
                .endsWith("dry run: 0 of 7 jobs would run; what follows depends on their outcomes\n");
    }

    @Test
    void foreach_prints_what_commands_print_and_nothing_else() throws Exception {
        Files.writeString(directory.resolve("in.mapfile"), "n1 = [ /d/a.MS ]\nn2 = [ '/d/b c.MS' ]\n");

        PipelineProcess run = PipelineProcess.run(
                directory,
                "foreach",
                "-j",
                "f",
                "--mini-cluster=1",
                "--tag",
                "in.mapfile",
                "--",
                "printf",
                "%s|",
                "{/.}",
                "$x");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines()).containsExactlyInAnyOrder("n1\ta|$x|", "n2\tb c|$x|");
        assertThat(run.err()).isEqualTo("Results:\nsucceeded = 2 of 2\n");
    }

    @Test
    void a_job_that_fails_is_1_and_its_entry_is_skipped_next_time() throws Exception {
        local();
        Files.writeString(directory.resolve("in.mapfile"), "localhost = [ 0, 7 ]\n");

        PipelineProcess run = PipelineProcess.run(
                directory,
                "foreach",
                "-j",
                "f",
                "--output-map",
                "out",
                "in.mapfile",
                "--",
                "sh",
                "-c",
                "exit $1",
                "x",
                "{}");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.err())
                .contains("1 job failed:\n  localhost: exit code 7\n")
                .contains("again: pipeline foreach -j f --output-map out in.mapfile -- sh -c 'exit $1' x '{}'\n");
        PipelineCall again = PipelineCall.run(
                directory, "foreach", "-j", "f", directory.resolve("out").toString(), "--", "echo");
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out()).isEqualTo("0\n");
    }

    @Test
    void a_dry_run_prints_what_would_run_where_and_writes_nothing() throws Exception {
        Files.writeString(directory.resolve("in.mapfile"), "n[1-2] = [ 'a b' ]\n");

        PipelineCall run = PipelineCall.run(
                directory,
                "foreach",
                "-n",
                "-j",
                "f",
                directory.resolve("in.mapfile").toString(),
                "--",
                "wc",
                "-c");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("n1: wc -c 'a b'\nn2: wc -c 'a b'\n");
        assertThat(directory.resolve(".local")).doesNotExist();
    }

    @Test
    void mistakes_on_the_command_line_are_2_and_say_what_to_type() throws Exception {
        PipelineCall unknown = PipelineCall.run(directory, "chekcsum", "-j", "x");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).startsWith("pipeline: there is no recipe chekcsum; did you mean checksum?\n");

        PipelineCall nameless = PipelineCall.run(directory, "checksum", "in.mapfile");
        assertThat(nameless.exitCode()).isEqualTo(2);
        assertThat(nameless.err())
                .contains(
                        "  echo 'localhost = [ /etc/passwd ]' > first.mapfile\n",
                        "  pipeline checksum -j first --mini-cluster first.mapfile\n");
    }

    @Test
    void everything_wrong_with_a_configuration_is_3_and_reported_at_once() throws Exception {
        Files.writeString(directory.resolve("pipeline.cfg"), """
                [remote]
                method = slurm
                max_per_nod = 3
                """);

        PipelineProcess run = PipelineProcess.run(directory, "example_parallel", "-j", "x");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err())
                .contains("pipeline.cfg:2: method in [remote] must be one of ssh, local, but was \"slurm\"\n")
                .contains("pipeline.cfg:3: unknown key `max_per_nod` in [remote], did you mean `max_per_node`?\n")
                .doesNotContain("\tat ");
        assertThat(directory.resolve(".local")).doesNotExist();
    }

    @Test
    void a_mistake_in_a_mapfile_is_3_with_its_place() throws Exception {
        Files.writeString(directory.resolve("in.mapfile"), "n1 = [ a, b\n");

        PipelineCall run = PipelineCall.run(
                directory,
                "checksum",
                "-j",
                "x",
                "--mini-cluster",
                directory.resolve("in.mapfile").toString());

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err())
                .endsWith("in.mapfile:1:6: this bracket is never closed, expected a ']'\n  n1 = [ a, b\n       ^\n");
    }

    @Test
    void letters_that_the_locale_does_not_know_are_refused() throws Exception {
        try (PipelineProcess run = PipelineProcess.start(
                directory, Map.of("LC_ALL", "C"), "foreach", "-j", "x", "in.mapfile", "--", "echo", "\u00e9")) {
            assertThat(run.exitCode()).isEqualTo(2);
        }
    }

    @Test
    void help_shows_the_recipes_and_is_no_error() throws Exception {
        PipelineProcess overview = PipelineProcess.run(directory);
        PipelineCall help = PipelineCall.run(directory, "foreach", "--help");

        assertThat(overview.exitCode()).isZero();
        assertThat(overview.out())
                .contains("checksum")
                .contains("example_parallel")
                .contains("foreach");
        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("A name, not a number of slots").contains("MAPFILE -- COMMAND [WORD...]");
    }

    private void local() throws IOException {
        Files.writeString(
                directory.resolve("pipeline.cfg"),
                "[remote]\nmethod = local\nnode_directory = %s\n".formatted(directory.resolve("node")));
    }

    private Path logFile(String jobName) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve(".local/state/pipeline/" + jobName + "/logs"))) {
            return files.filter(file -> file.endsWith("pipeline.log"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
