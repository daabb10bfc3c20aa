package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pipeline.job.Failure;
import pipeline.job.Outcome;
import pipeline.mapfile.MapEntry;
import pipeline.mapfile.Mapfile;
import pipeline.nodes.ChecksumNode;
import pipeline.recipe.Recipe;
import pipeline.tester.Jobs;
import pipeline.tester.RecipeResult;
import pipeline.tester.RecipeTest;
import pipeline.tester.RecipeTester;

/** The recipes that come with Pipeline, on hosts of the mini cluster. */
class ShippedRecipesTest {

    private static final String SHA256_OF_A = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";

    @RegisterExtension
    static final RecipeTester tester = RecipeTester.hosts("node1", "node2");

    private RecipeTest with(Class<? extends Recipe> recipe) throws IOException {
        return tester.recipe(recipe)
                .file("node1", "a.txt", "a")
                .file("node1", "two words.txt", "1\n2\n")
                .file("node2", "b.txt", "b\n")
                .map("node1 = [ a.txt, two words.txt ]", "node2 = [ b.txt ]");
    }

    private static Path inTest(String name) {
        return tester.directory().resolve(name);
    }

    @Test
    void example_parallel_logs_each_argument_on_its_host() throws Exception {
        Path map = inTest("out.mapfile");
        RecipeResult run = with(ExampleParallel.class).input("output-map", map).run();

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.logs())
                .anyMatch(line -> line.endsWith("node.node1.example_parallel: Received two words.txt as argument"))
                .anyMatch(line -> line.endsWith("node.node2.example_parallel: Received b.txt as argument"));
        assertThat(Mapfile.read(map).active()).hasSize(3);
    }

    @Test
    void example_parallel_marks_what_is_on_a_host_that_is_down_and_goes_on_from_there() throws Exception {
        Path map = inTest("out.mapfile");
        RecipeTest test = with(ExampleParallel.class).input("output-map", map).hostDown("node2");

        assertThat(test.run().exitCode()).isEqualTo(4);
        assertThat(Mapfile.read(map).entries()).extracting(MapEntry::skip).containsExactly(false, false, true);

        RecipeResult second = test.withoutFaults().run();
        assertThat(second.exitCode()).as("%s", second).isZero();
        assertThat(second.started()).extracting(job -> job.host()).containsExactly("node2");
        assertThat(Mapfile.read(map).entries()).extracting(MapEntry::skip).containsOnly(false);
    }

    @Test
    void foreach_runs_a_command_where_each_file_lies() throws Exception {
        RecipeResult run =
                with(Foreach.class).options("--tag").command("wc", "-c", "{}").run();

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.out().lines())
                .containsExactlyInAnyOrder("node1\t1 a.txt", "node1\t4 two words.txt", "node2\t2 b.txt");
        assertThat(run.result("succeeded").asString()).isEqualTo("3 of 3");
    }

    @Test
    void foreach_tells_of_a_killed_command_a_full_disk_and_an_output_that_is_missing() throws Exception {
        RecipeResult run = with(Foreach.class)
                .options("--outputs", "{}.copy")
                .command("cp", "{}", "{}.copy")
                .killed(Jobs.with("a.txt"))
                .diskFull(Jobs.on("node2"))
                .outputMissing(Jobs.with("two words.txt"), "two words.txt.copy")
                .run();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.outcomes())
                .extracting(outcome -> outcome.failure().map(Failure::toString).orElse("none"))
                .anyMatch(failure -> failure.contains("137"))
                .anyMatch(failure -> failure.contains("No space left on device"))
                .anyMatch(failure -> failure.contains("two words.txt.copy"));
    }

    @Test
    void checksum_writes_the_sums_of_what_it_could_read() throws Exception {
        Path sums = inTest("SUMS");
        Path map = inTest("out.mapfile");
        RecipeResult run = with(Checksum.class)
                .input("manifest", sums)
                .input("output-map", map)
                .exitCode(Jobs.of(ChecksumNode.class).and(Jobs.with("b.txt")), 9)
                .run();

        assertThat(run.exitCode()).as("%s", run).isEqualTo(1);
        assertThat(Files.readAllLines(sums)).hasSize(2).contains(SHA256_OF_A + "  a.txt");
        assertThat(Mapfile.read(map).entries()).extracting(MapEntry::skip).containsExactly(false, false, true);
        assertThat(run.outcomes()).filteredOn(Outcome::isSuccess).hasSize(2);
        assertThat(run.table())
                .extracting(row -> row.path("status").asString())
                .containsExactlyInAnyOrder("success", "success", "error");
    }

    @Test
    void line_fit_fits_one_line_to_the_points_of_all_hosts() throws Exception {
        RecipeTest test = tester.recipe(LineFit.class)
                .file("node1", "a.txt", "0 1\n1 3\n2 5\n")
                .file("node2", "b.txt", "# x y\n3 7\n4 9\n")
                .map("node1 = [ a.txt ]", "node2 = [ b.txt ]");
        RecipeResult run = test.run();

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.result("intercept").asDouble()).isCloseTo(1, within(1e-6));
        assertThat(run.result("slope").asDouble()).isCloseTo(2, within(1e-6));
        assertThat(run.result("points").asInt()).isEqualTo(5);
        assertThat(run.started()).hasSize(3);
        assertThat(test.run().started()).as("a gang that is done").isEmpty();
    }

    @Test
    void line_fit_fails_as_a_whole_for_a_line_that_is_no_point() throws Exception {
        RecipeResult run = tester.recipe(LineFit.class)
                .file("node1", "a.txt", "0 1\n1 3\n")
                .file("node2", "b.txt", "2 5\n3 seven\n")
                .map("node1 = [ a.txt ]", "node2 = [ b.txt ]")
                .run();

        assertThat(run.exitCode()).as("%s", run).isEqualTo(1);
        assertThat(run.outcomes()).noneMatch(Outcome::isSuccess);
        assertThat(run.outcomes())
                .extracting(Outcome::message)
                .contains("b.txt:2: expected two numbers, but was 3 seven")
                .filteredOn(message -> message.contains("member 2 of gang fit"))
                .hasSize(2);
    }
}
