package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.testing.LeakCheck;
import pipeline.text.Json;
import tools.jackson.databind.JsonNode;

/** Inputs from a task file and the environment, places on the hosts, and results in a file, with a recipe that is a file. */
class InputsIT {

    private static final String RECIPE = """
            import pipeline.job.*;
            import pipeline.mapfile.*;
            import pipeline.recipe.*;

            //DESCRIPTION Counts with a program of the hosts.
            public class CountWith extends Recipe {
                private final Input<DataMap> map = input("map", "what to count").mapfile().required();
                private final Input<String> program =
                        input("program", "what counts").environmentVariable("COUNTER").nodeExecutable().byDefault("wc");
                private final Input<java.util.Optional<String>> table = input("table", "of weights").nodeFile().optional();
                private final Output<Long> succeeded = output("succeeded", "how many jobs").integer();

                @Override protected int run() throws Exception {
                    var jobs = map.get().active().stream()
                            .map(entry -> ComputeJob.command(entry.host(), program.get(), entry.file())).toList();
                    succeeded.set(scheduleJobs(jobs).stream().filter(Outcome::isSuccess).count());
                    return error.isSet() ? 1 : 0;
                }
            }
            """;

    @RegisterExtension
    @Order(0)
    static final LeakCheck LEAKS = new LeakCheck();

    @TempDir
    Path here;

    @BeforeEach
    void a_recipe_a_map_and_a_task() throws IOException {
        file("CountWith.java", RECIPE);
        file("a.txt", "1\n2\n3\n");
        file("data.map", "node1 = [ %1$s, %1$s ]\nnode2 = [ %1$s ]\n".formatted(here.resolve("a.txt")));
        file("tasks.cfg", "[night]\nrecipe = count_with\nmap = data.map\nprogram = cat\n");
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(here.resolve(name), text);
    }

    private JsonNode results() throws IOException {
        return Json.read(Files.readString(here.resolve("r.json")));
    }

    @Test
    void a_task_gives_the_inputs_and_the_results_are_in_a_file() throws Exception {
        PipelineProcess process = PipelineProcess.run(
                here, "CountWith.java", "-j", "x", "--mini-cluster", "-t", "tasks.cfg", "--results", "r.json");

        assertThat(process.exitCode()).as(process.err()).isZero();
        assertThat(process.out()).isEqualTo("Results:\nsucceeded = 3\n");
        assertThat(results().path("exit_code").asInt(-1)).isZero();
        assertThat(results().path("outputs")).hasToString("{\"succeeded\":3}");
    }

    @Test
    void what_an_input_names_and_a_host_does_not_have_fails_its_jobs_before_their_programs_start() throws Exception {
        Path closed = Files.createFile(
                here.resolve("closed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        String[] words = {"CountWith.java", "-j", "y", "--mini-cluster", "--map", "data.map", "--results", "r.json"};

        try (PipelineProcess process = PipelineProcess.start(here, Map.of("COUNTER", closed.toString()), words)) {
            assertThat(process.exitCode()).isOne();
            assertThat(process.err())
                    .contains(
                            "3 jobs failed:\n  node[1-2] (2 hosts): the program %s of --program cannot be executed (3 jobs)\n"
                                    .formatted(closed));
        }
        assertThat(results().path("exit_code").asInt()).isOne();
        assertThat(results().path("error").asBoolean()).isTrue();
        assertThat(results().path("outputs")).hasToString("{\"succeeded\":0}");
        assertThat(PipelineProcess.run(here, append(words, "--program", "no-such-program"))
                        .err())
                .contains("the program no-such-program of --program is not in the PATH of the job");
        assertThat(PipelineProcess.run(here, append(words, "--table", "/no/such"))
                        .err())
                .contains("the file /no/such of --table is not there");
        assertThat(PipelineProcess.run(here, append(words, "--table", "/etc/passwd"))
                        .out())
                .contains("succeeded = 3");
    }

    private static String[] append(String[] words, String... more) {
        return Stream.concat(List.of(words).stream(), List.of(more).stream()).toArray(String[]::new);
    }
}
