package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.job.ComputeJob;
import pipeline.job.JobCommand;
import pipeline.job.Outcome;
import pipeline.mapfile.MapEntry;
import pipeline.mapfile.Mapfile;
import pipeline.mapfile.MapfileForm;
import pipeline.nodes.ChecksumNode;
import pipeline.nodes.ExampleParallelNode;
import pipeline.recipe.Description;
import pipeline.recipe.Recipe;
import pipeline.recipe.UsageException;
import pipeline.recipe.run.RecipeRun;
import pipeline.recipe.spi.RecipeName;
import tools.jackson.databind.json.JsonMapper;

class RecipesTest {

    @TempDir
    Path directory;

    private Path mapfile;

    @BeforeEach
    void write_a_map() throws Exception {
        mapfile = directory.resolve("in.mapfile");
        Files.writeString(mapfile, "n1 = [ a.txt, b c.txt ]\nn2 = [ d.txt ]\n");
    }

    @Test
    void the_recipes_are_found_and_described() {
        List<Class<? extends Recipe>> types = ServiceLoader.load(Recipe.class).stream()
                .<Class<? extends Recipe>>map(ServiceLoader.Provider::type)
                .toList();

        assertThat(types)
                .extracting(RecipeName::of)
                .containsExactlyInAnyOrder(
                        "checksum",
                        "copier",
                        "datamapper",
                        "example_aligned",
                        "example_broadcast",
                        "example_gather",
                        "example_groups",
                        "example_loop",
                        "example_parallel",
                        "example_parameters",
                        "example_reduce",
                        "example_scratch",
                        "example_split",
                        "executable_args",
                        "foreach",
                        "line_fit",
                        "storagemapper");
        assertThat(types).allMatch(type -> type.isAnnotationPresent(Description.class));
    }

    @Test
    void example_parallel_sends_one_job_to_localhost_without_a_map() throws Exception {
        FakeRecipeRun tester = new FakeRecipeRun(directory, FakeRecipeRun::success);

        assertThat(tester.run(new ExampleParallel(), Map.of()).execute()).isZero();
        assertThat(tester.jobs())
                .hasToString("[localhost: " + ExampleParallelNode.class.getName() + " '\"example_argument\"']");
    }

    @Test
    void example_parallel_sends_a_job_for_each_entry() throws Exception {
        FakeRecipeRun tester = new FakeRecipeRun(directory, FakeRecipeRun::success);
        Path output = directory.resolve("out.mapfile");

        assertThat(tester.run(
                                new ExampleParallel(),
                                Map.of("output-map", List.of(output.toString())),
                                mapfile.toString())
                        .execute())
                .isZero();
        assertThat(tester.jobs()).extracting(ComputeJob::host).containsExactly("n1", "n1", "n2");
        assertThat(Mapfile.read(output).active()).hasSize(3);
    }

    @Test
    void example_parallel_fails_when_a_job_does() throws Exception {
        FakeRecipeRun tester = new FakeRecipeRun(directory, FakeRecipeRun::failure);

        assertThat(tester.run(new ExampleParallel(), Map.of()).execute()).isEqualTo(1);
    }

    @Test
    void foreach_runs_the_command_for_each_entry_and_prints_what_it_prints() throws Exception {
        FakeRecipeRun tester = new FakeRecipeRun(directory, FakeRecipeRun::success);
        RecipeRun run = tester.run(
                new Foreach(), Map.of("tag", List.of("true")), mapfile.toString(), "sha256sum", "--tag", "{}");

        assertThat(run.execute()).isZero();
        assertThat(tester.out())
                .isEqualTo("n1\tsha256sum --tag a.txt\nn1\tsha256sum --tag 'b c.txt'\nn2\tsha256sum --tag d.txt\n");
        assertThat(run.claimedStandardOutput()).isTrue();
    }

    @Test
    void foreach_takes_a_shell_only_when_asked() throws Exception {
        FakeRecipeRun tester = new FakeRecipeRun(directory, FakeRecipeRun::success);
        tester.run(new Foreach(), Map.of("shell", List.of("true")), mapfile.toString(), "wc", "-l", "<", "{}")
                .execute();

        assertThat(tester.jobs().get(1).command())
                .isEqualTo(new JobCommand.Executable(List.of("sh", "-c", "wc -l < 'b c.txt'")));
    }

    @Test
    void foreach_marks_failures_in_its_output_map_and_leaves_skipped_files_out() throws Exception {
        Files.writeString(mapfile, """
                [{"host": "n1", "file": ["a", "b"], "file_skip": [false, true]},
                 {"host": "n2", "file": ["c"], "file_skip": [true]},
                 {"host": "n3", "file": "d"}]
                """);
        Path output = directory.resolve("out.mapfile");
        FakeRecipeRun tester = new FakeRecipeRun(
                directory, job -> job.host().equals("n3") ? FakeRecipeRun.failure(job) : FakeRecipeRun.success(job));
        RecipeRun run =
                tester.run(new Foreach(), Map.of("output-map", List.of(output.toString())), mapfile.toString(), "cat");

        assertThat(run.execute()).isEqualTo(1);
        assertThat(tester.jobs()).hasToString("[n1: cat a, n3: cat d]");
        assertThat(run.outputs()).containsEntry("succeeded", "1 of 2").containsEntry("output_map", output);
        assertThat(Mapfile.form(output)).isEqualTo(MapfileForm.JSON);
        assertThat(Mapfile.readAny(output).entries()).extracting(MapEntry::skip).containsExactly(false, true, true);
    }

    @Test
    void a_second_map_is_refused_rather_than_left_out() {
        FakeRecipeRun tester = new FakeRecipeRun(directory, FakeRecipeRun::success);

        for (Recipe recipe : List.of(new Checksum(), new ExampleParallel())) {
            assertThatThrownBy(() -> tester.run(recipe, Map.of(), mapfile.toString(), "second.mapfile")
                            .execute())
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("does not know what to do with the argument second.mapfile");
        }
        assertThat(tester.jobs()).isEmpty();
    }

    @Test
    void foreach_without_a_command_says_what_to_type() {
        FakeRecipeRun tester = new FakeRecipeRun(directory, FakeRecipeRun::success);

        assertThatThrownBy(() ->
                        tester.run(new Foreach(), Map.of(), mapfile.toString()).execute())
                .isInstanceOf(UsageException.class)
                .hasMessage("the command is missing; type it after the mapfile:\n"
                        + "  pipeline foreach -j job MAPFILE -- COMMAND [WORD...]");
        assertThatThrownBy(() -> tester.run(new Foreach(), Map.of()).execute())
                .hasMessageContaining("argument 1, MAPFILE, is missing");
    }

    @Test
    void checksum_writes_a_manifest_that_sha256sum_accepts() throws Exception {
        for (String name : List.of("plain", "with blank", "back\\slash", "line\nend")) {
            Files.writeString(directory.resolve(name), "content of " + name);
        }
        Files.writeString(mapfile, """
                [{"host": "n1", "file": "plain"}, {"host": "n1", "file": "plain"},
                 {"host": "n2", "file": "with blank"}, {"host": "n2", "file": "back\\\\slash"},
                 {"host": "n2", "file": "line\\nend"}, {"host": "n3", "file": "missing"}]
                """);
        FakeRecipeRun tester = new FakeRecipeRun(directory, this::sum);
        RecipeRun run = tester.run(new Checksum(), Map.of(), mapfile.toString());

        assertThat(run.execute()).isEqualTo(1);
        Path manifest = directory.resolve("SHA256SUMS");
        assertThat(Files.readAllLines(manifest))
                .as("the file that is twice in the map is there once")
                .hasSize(4);
        assertThat(check(manifest)).isZero();
        Path outputMap = directory.resolve("in.checksum.mapfile");
        assertThat(Mapfile.read(outputMap).entries())
                .extracting(MapEntry::skip)
                .containsExactly(false, false, false, false, false, true);
        assertThat(run.outputs())
                .containsEntry("files", "5 of 6, 93 bytes")
                .containsEntry("manifest", manifest.toString())
                .containsEntry("output_map", outputMap);
        assertThat(run.outputs().get("checksums").toString())
                .startsWith("ResultTable[header=[host, bytes, sha256, file], rows=[[n1, 16, ")
                .contains("back\\slash");
    }

    @Test
    void checksum_writes_a_manifest_for_each_host_when_asked() throws Exception {
        Files.writeString(directory.resolve("a.txt"), "a");
        Files.writeString(directory.resolve("b c.txt"), "b");
        Files.writeString(directory.resolve("d.txt"), "d");
        FakeRecipeRun tester = new FakeRecipeRun(directory, this::sum);

        tester.run(new Checksum(), Map.of("manifest", List.of(directory + "/{host}.sha256")), mapfile.toString())
                .execute();

        assertThat(Files.readAllLines(directory.resolve("n1.sha256"))).hasSize(2);
        assertThat(Files.readAllLines(directory.resolve("n2.sha256"))).hasSize(1);
    }

    @Test
    void checksum_marks_single_files_of_an_entry() throws Exception {
        Files.writeString(directory.resolve("here"), "x");
        Files.writeString(mapfile, """
                [{"host": "n1", "file": ["here", "gone", "left out"], "file_skip": [false, false, true]},
                 {"host": "n1", "file": ["gone", "gone too"]}]
                """);
        new FakeRecipeRun(directory, this::sum)
                .run(new Checksum(), Map.of(), mapfile.toString())
                .execute();

        List<MapEntry> entries =
                Mapfile.read(directory.resolve("in.checksum.mapfile")).entries();
        assertThat(entries.get(0).fileSkips()).containsExactly(false, true, true);
        assertThat(entries).extracting(MapEntry::skip).containsExactly(false, true);
    }

    @Test
    void an_answer_that_is_no_checksum_costs_checksum_that_entry_and_nothing_else() throws Exception {
        String good = "a".repeat(64);
        List<String> odd = List.of(
                "null",
                "7",
                "[]",
                "{}",
                "{\"sha256\": \"" + good + "\"}",
                "{\"sha256\": 1, \"bytes\": 1}",
                "{\"sha256\": \"abc\", \"bytes\": 1}",
                "{\"sha256\": \"" + good + "\", \"bytes\": -1}",
                "{\"sha256\": \"" + good + "\", \"bytes\": 1e99}",
                "{\"sha256\": \"" + good + "\", \"bytes\": \"1\"}");
        Files.writeString(mapfile, "n1 = [ good, f[0-" + (odd.size() - 1) + "], none ]\n");
        Iterator<String> answers = Stream.concat(
                        Stream.of("{\"sha256\": \"" + good + "\", \"bytes\": 3}"), odd.stream())
                .iterator();
        FakeRecipeRun tester = new FakeRecipeRun(
                directory,
                job -> answers.hasNext()
                        ? FakeRecipeRun.success(job, JsonMapper.shared().readTree(answers.next()))
                        : FakeRecipeRun.success(job));
        RecipeRun run = tester.run(new Checksum(), Map.of(), mapfile.toString());

        assertThat(run.execute()).isEqualTo(1);
        assertThat(Files.readAllLines(directory.resolve("SHA256SUMS"))).hasSize(1);
        List<Boolean> skips = Mapfile.read(directory.resolve("in.checksum.mapfile")).entries().stream()
                .map(MapEntry::skip)
                .toList();
        assertThat(skips).startsWith(false, true).hasSize(12).containsOnlyOnce(false);
        assertThat(run.outputs())
                .containsEntry("files", "1 of 12, 3 bytes")
                .hasEntrySatisfying(
                        "without_checksum",
                        text -> assertThat(text.toString())
                                .startsWith("n1: f0; n1: f1;")
                                .endsWith("n1: none"));
    }

    @Test
    void checksum_shows_a_row_for_each_host_when_the_files_are_many() throws Exception {
        Files.writeString(mapfile, "n[1-2] = [ f[1-60] ]\n");
        FakeRecipeRun tester = new FakeRecipeRun(
                directory,
                job -> FakeRecipeRun.success(
                        job, JsonMapper.shared().valueToTree(Map.of("sha256", "0".repeat(64), "bytes", 2))));
        RecipeRun run = tester.run(new Checksum(), Map.of(), mapfile.toString());
        run.execute();

        assertThat(run.outputs().get("checksums"))
                .hasToString("ResultTable[header=[host, files, bytes], rows=[[n1, 60, 120], [n2, 60, 120]]]");
    }

    @Test
    void checksum_refuses_a_manifest_that_cannot_be_written_before_it_starts() {
        FakeRecipeRun tester = new FakeRecipeRun(directory, this::sum);

        assertThatThrownBy(() -> tester.run(
                                new Checksum(),
                                Map.of("manifest", List.of(directory + "/none/SUMS")),
                                mapfile.toString())
                        .execute())
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("there is no directory " + directory + "/none");
        assertThat(tester.jobs()).isEmpty();
    }

    /** Does on this machine what the node program does on a node. */
    private Outcome sum(ComputeJob job) {
        JobCommand.Program work = (JobCommand.Program) job.command();
        assertThat(work.className()).isEqualTo(ChecksumNode.class.getName());
        Path file = directory.resolve(work.arguments().get(0).asString());
        try {
            byte[] bytes = Files.readAllBytes(file);
            String sha256 = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            return FakeRecipeRun.success(
                    job, JsonMapper.shared().valueToTree(Map.of("sha256", sha256, "bytes", bytes.length)));
        } catch (Exception e) {
            return FakeRecipeRun.failure(job);
        }
    }

    private int check(Path manifest) throws Exception {
        Process process = new ProcessBuilder("sha256sum", "--check", "--strict", manifest.toString())
                .directory(directory.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor();
    }
}
