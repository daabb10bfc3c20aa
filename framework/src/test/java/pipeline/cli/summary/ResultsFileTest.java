package pipeline.cli.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.cli.MeasureRecipe;
import pipeline.cli.Terminal;
import pipeline.cli.engine.FakeEngine;
import pipeline.testing.FakeJobRunner;
import pipeline.text.Json;
import tools.jackson.databind.JsonNode;

/** What {@code --results} writes. */
class ResultsFileTest {

    @TempDir
    Path directory;

    private Terminal terminal;
    private Path file;

    @BeforeEach
    void sit_down() {
        terminal = new Terminal(directory, new FakeEngine(FakeJobRunner.succeeding()), List.of(MeasureRecipe.class));
        file = directory.resolve("r.json");
    }

    private JsonNode results() throws IOException {
        return Json.read(Files.readString(file));
    }

    @Test
    void all_values_are_there_as_json_has_them() throws IOException {
        assertThat(terminal.type("measure_recipe", "-j", "j", "--results", "r.json"))
                .isZero();

        assertThat(results()).hasToString("""
                {"schema_version":1,"recipe":"measure_recipe","job_name":"j","exit_code":0,"error":false,"message":null,\
                "outputs":{"inputs":"5.0 LINEAR {} [] true Optional.empty []","count":3,\
                "rows":[{"host":"n1","n":1.5},{"host":"n\\"2","n":2}],"dict":{"a":1},"file":null,"best":"CUBIC_SPLINE","odd":"odd"}}""");
        assertThat(directory.toFile().list()).as("nothing else").containsExactlyInAnyOrder("r.json", "home");
    }

    @Test
    void a_recipe_that_fails_or_breaks_off_leaves_what_it_had() throws IOException {
        assertThat(terminal.type("measure_recipe", "-j", "j", "--results", "r.json", "fail"))
                .isOne();
        assertThat(results().path("exit_code").asInt()).isOne();
        assertThat(results().path("outputs").path("best").asString()).isEqualTo("CUBIC_SPLINE");

        assertThat(terminal.type("measure_recipe", "-j", "j", "--results", "r.json", "throw"))
                .isEqualTo(2);
        assertThat(results().path("exit_code").asInt()).isEqualTo(2);
        assertThat(results().path("error").asBoolean()).isTrue();
        assertThat(results().path("message").asString()).isEqualTo("no such thing");
        assertThat(results().path("outputs").path("count").asInt()).isEqualTo(3);
        assertThat(results().path("outputs").path("best").isNull()).isTrue();
    }

    @Test
    void a_run_that_cannot_start_leaves_no_results_of_an_earlier_one() throws IOException {
        Files.writeString(file, "{\"exit_code\":0}");
        Files.writeString(directory.resolve("pipeline.cfg"), "[remote]\nmax_per_node = many\n");

        assertThat(terminal.type("measure_recipe", "-j", "j", "--results", "r.json"))
                .isEqualTo(3);
        assertThat(results().path("exit_code").asInt()).isEqualTo(3);
        assertThat(results().path("message").asString()).contains("max_per_node");
        assertThat(results().path("outputs").path("count").isNull()).isTrue();
    }

    @Test
    void a_dry_run_leaves_the_file_alone() throws IOException {
        Files.writeString(file, "old");

        assertThat(terminal.type("measure_recipe", "-j", "j", "-n", "--results", "r.json"))
                .isZero();
        assertThat(file).hasContent("old");
    }

    @Test
    void a_file_that_cannot_be_written_is_refused_before_anything_starts() throws IOException {
        assertThat(terminal.type("measure_recipe", "-j", "j", "--results", "no/r.json"))
                .isEqualTo(2);
        assertThat(terminal.err())
                .startsWith("pipeline: --results cannot be written: there is no directory %s; make it first\n"
                        .formatted(directory.resolve("no")));
        assertThat(terminal.type("measure_recipe", "-j", "j", "--results", ".")).isEqualTo(2);
        assertThat(terminal.err()).contains("is no file; name one");
        assertThat(directory.resolve("home")).doesNotExist();
    }
}
