package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapEntry;
import pipeline.mapfile.Mapfile;
import pipeline.recipe.Recipe;
import pipeline.recipes.example.ExampleAligned;
import pipeline.recipes.example.ExampleBroadcast;
import pipeline.recipes.example.ExampleGather;
import pipeline.recipes.example.ExampleGroups;
import pipeline.recipes.example.ExampleLoop;
import pipeline.recipes.example.ExampleParameters;
import pipeline.recipes.example.ExampleReduce;
import pipeline.recipes.example.ExampleScratch;
import pipeline.recipes.example.ExampleSplit;
import pipeline.tester.Jobs;
import pipeline.tester.RecipeResult;
import pipeline.tester.RecipeTest;
import pipeline.tester.RecipeTester;

/** The recipes that show how jobs can belong together, on hosts of the mini cluster. */
class PatternRecipesTest {

    @RegisterExtension
    static final RecipeTester tester = RecipeTester.hosts("node1", "node2");

    private static RecipeTest with(Class<? extends Recipe> recipe) throws IOException {
        return tester.recipe(recipe)
                .file("node1", "a", "1\n2\n3\n")
                .file("node1", "b", "4\n5\n")
                .file("node1", "c", "6\n")
                .file("node2", "d", "7\n8\n");
    }

    private static final String[] MAP = {
        "[{'host': 'node1', 'file': 'a', 'skip': False},",
        "{'host': 'node1', 'file': 'none', 'skip': True},",
        "{'host': 'node1', 'file': 'b', 'skip': False},",
        "{'host': 'node2', 'file': 'd', 'skip': False},",
        "{'host': 'node1', 'file': 'c', 'skip': False}]"
    };

    private static Path inTest(String name) {
        return tester.directory().resolve(name);
    }

    private static List<Boolean> skips(String map) throws Exception {
        return Mapfile.readAny(inTest(map)).entries().stream()
                .map(MapEntry::skip)
                .toList();
    }

    @Test
    void a_group_is_one_job_and_each_of_its_entries_has_its_own_place_in_the_output_map() throws Exception {
        RecipeTest test = with(ExampleGroups.class).map(MAP).input("size", 2).input("output-map", inTest("out"));
        RecipeResult run = test.run();

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.result("numbers").asInt()).isEqualTo(8);
        assertThat(run.started()).extracting(job -> job.command().describe()).hasSize(3);
        assertThat(skips("out")).containsExactly(false, true, false, false, false);

        test.file("node1", "b", "4\nfive\n").options("--fresh");
        RecipeResult failed = test.run();
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.err()).contains("b: line 2 is no number");
        assertThat(failed.result("numbers").asInt()).isEqualTo(5);
        assertThat(skips("out"))
                .as("nobody knows of the others in the group")
                .containsExactly(false, true, true, false, true);
    }

    @Test
    void a_job_whose_parameter_file_has_changed_runs_again_and_no_other() throws Exception {
        RecipeTest test = with(ExampleParameters.class).map(MAP).input("least", 3);
        assertThat(test.run().result("numbers").asInt()).isEqualTo(6);
        assertThat(test.run().started()).isEmpty();

        RecipeResult changed =
                with(ExampleParameters.class).map(MAP).input("least", 6).run();
        assertThat(changed.exitCode()).as("%s", changed).isZero();
        assertThat(changed.result("numbers").asInt()).isEqualTo(3);
        assertThat(changed.started()).hasSize(4);
        assertThat(changed.err()).contains("4 jobs run again: count.parset has changed");
    }

    @Test
    void a_sum_is_made_of_all_parts_or_not_at_all_and_anew_when_one_has_changed() throws Exception {
        RecipeTest test = with(ExampleReduce.class).map(MAP).file("node1", "b", "4\nfive\n");
        RecipeResult part = test.run();
        assertThat(part.exitCode()).as("%s", part).isEqualTo(1);
        assertThat(part.results().get("total").isNull()).isTrue();
        assertThat(part.err())
                .contains("1 of 4 results are missing, so nothing is made of the others:", "node1: b: ")
                .doesNotContain("broke off");

        test.file("node1", "b", "4\n5\n");
        RecipeResult whole = test.run();
        assertThat(whole.exitCode()).as("%s", whole).isZero();
        assertThat(whole.result("total").asDouble()).isEqualTo(36);
        assertThat(whole.result("count").asInt()).isEqualTo(8);

        assertThat(test.run().started()).isEmpty();
        Files.delete(tester.directory("node1").resolve("a.sum"));
        test.file("node1", "a", "10\n2\n3\n");
        RecipeResult anew = test.run();
        assertThat(anew.exitCode()).as("%s", anew).isZero();
        assertThat(anew.result("total").asDouble()).isEqualTo(45);
    }

    @Test
    void a_sum_of_a_part_is_made_only_when_that_is_wanted() throws Exception {
        RecipeResult part = with(ExampleReduce.class)
                .map(MAP)
                .options("--allow-missing")
                .exitCode(Jobs.on("node2"), 3)
                .run();
        assertThat(part.exitCode()).as("%s", part).isEqualTo(1);
        assertThat(part.result("total").asDouble()).isEqualTo(21);

        RecipeResult nothing = with(ExampleReduce.class)
                .map(MAP)
                .options("--allow-missing", "--fresh")
                .exitCode(Jobs.on("node1"), 3)
                .exitCode(Jobs.on("node2"), 3)
                .run();
        assertThat(nothing.exitCode()).as("%s", nothing).isEqualTo(1);
        assertThat(nothing.results().get("total").isNull()).isTrue();
    }

    @Test
    void all_files_come_to_one_host_and_two_of_one_name_are_refused_before_anything_runs() throws Exception {
        Path all = tester.directory("node2");
        RecipeTest test =
                with(ExampleGather.class).map(MAP).input("to", "node2").input("directory", all);
        RecipeResult run = test.run();
        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(Files.readAllLines(all.resolve("all.txt"))).hasSize(8);

        RecipeResult refused = test.map("node1 = [ a ]", "node2 = [ a ]").run();
        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.started()).isEmpty();
        assertThat(refused.err())
                .contains("two files would be one: " + all + "/a on node2 is what entries 0 and 1 are to become");
    }

    @Test
    void one_file_goes_to_all_hosts_and_what_lies_on_one_without_it_is_skipped() throws Exception {
        RecipeTest test = with(ExampleBroadcast.class)
                .masterFile("known", "1\n7\n5\n")
                .arguments(inTest("known").toString())
                .masterFile("map", String.join("\n", MAP))
                .arguments(inTest("map").toString())
                .input("output-map", inTest("out"))
                .hostDown("node2");
        assertThat(test.run().exitCode()).isEqualTo(4);
        assertThat(skips("out")).containsExactly(false, true, false, true, false);

        RecipeResult run = test.withoutFaults().run();
        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.result("numbers").asInt()).isEqualTo(3);
        assertThat(tester.directory("node2").resolve("broadcast.txt")).hasContent("1\n7\n5\n");
    }

    @Test
    void pieces_of_a_file_are_entries_of_the_output_map() throws Exception {
        RecipeResult run = with(ExampleSplit.class)
                .map(MAP)
                .input("size", 2)
                .input("output-map", inTest("out"))
                .exitCode(Jobs.on("node2"), 1)
                .run();
        assertThat(run.exitCode()).isEqualTo(1);
        DataMap pieces = Mapfile.read(inTest("out"));
        assertThat(pieces.entries())
                .extracting(entry -> entry.file() + (entry.skip() ? " skip" : ""))
                .containsExactly("a.000", "a.001", "none skip", "b.000", "d skip", "c.000");
        assertThat(run.result("pieces").asInt()).isEqualTo(4);
        assertThat(tester.directory("node1").resolve("a.001")).hasContent("3.0\n");
    }

    @Test
    void maps_that_align_give_each_job_its_own_files_and_others_are_refused_by_their_lines() throws Exception {
        RecipeTest test = with(ExampleAligned.class)
                .file("node1", "g", "2\n2\n2\n")
                .file("node2", "h", "1\n1\n")
                .file("node1", "s", "1\n1\n1\n")
                .file("node2", "t", "7\n8\n")
                .masterFile("data", "node1 = [ a, b ]\nnode2 = [ d ]\n")
                .masterFile("gains", "node1 = [ g, none ]\nnode2 = [ h ]\n")
                .masterFile("sky", """
                        [{'host': 'node1', 'file': 's', 'skip': False},
                         {'host': 'node1', 'file': 'x', 'skip': True},
                         {'host': 'node2', 'file': 't', 'skip': False}]
                        """);
        test.arguments(
                inTest("data").toString(),
                inTest("gains").toString(),
                inTest("sky").toString());
        RecipeResult run = test.input("output-map", inTest("out")).run();
        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(skips("out")).containsExactly(false, true, false);
        assertThat(tester.directory("node1").resolve("a.residual")).hasContent("-1.0\n0.0\n1.0\n");
        assertThat(tester.directory("node2").resolve("d.residual")).hasContent("0.0\n0.0\n");

        test.masterFile("sky", "\nnode1 = [ s ]\nnode2 = [ t, x ]\n");
        RecipeResult refused = test.run();
        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err())
                .contains("at index 1 the host is node1 in " + inTest("data") + ", line 1 and node2 in " + inTest("sky")
                        + ", line 3");
    }

    @Test
    void a_loop_goes_on_until_a_result_says_stop_and_ends_as_a_failure_at_its_limit() throws Exception {
        RecipeResult endless =
                with(ExampleLoop.class).map(MAP).input("rounds", 2).run();
        assertThat(endless.exitCode()).as("%s", endless).isEqualTo(1);
        assertThat(endless.err())
                .contains("the loop has not come to its end after 2 rounds, and may have no more")
                .doesNotContain("broke off");

        RecipeResult run = with(ExampleLoop.class).map(MAP).run();
        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.result("median").asDouble()).isBetween(3.99, 5.01);
        assertThat(run.result("rounds").asInt()).isBetween(8, 12);
        assertThat(run.started())
                .as("rounds done before are kept")
                .hasSize((run.result("rounds").asInt() - 2) * 4);
    }

    @Test
    void each_job_has_a_directory_of_its_own_that_is_gone_afterwards() throws Exception {
        RecipeTest test = with(ExampleScratch.class)
                .file("node1", "a", "3\n1\n2\n")
                .map(MAP)
                .input("output-map", inTest("out"));
        RecipeResult run = test.run();
        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(tester.directory("node1").resolve("a.sorted")).hasContent("1.0\n2.0\n3.0\n");
        assertThat(run.logs())
                .filteredOn(line -> line.contains("Sorted "))
                .hasSize(4)
                .allSatisfy(line ->
                        assertThat(Path.of(line.replaceFirst(".* in ", ""))).doesNotExist());
        assertThat(Mapfile.readAny(inTest("out")).entries().get(0).file()).isEqualTo("a.sorted");
    }

    @Test
    void files_are_copied_by_pairs_and_the_same_command_again_copies_what_is_missing() throws Exception {
        RecipeTest test = with(Copier.class)
                .map(MAP)
                .masterFile("to", "node2 = [ a2, none2, b2 ]\nnode1 = [ d2, c2 ]\n")
                .arguments(inTest("to").toString())
                .input("mapfile", inTest("out"));
        RecipeResult run = test.hostDown("node1").run();
        assertThat(run.exitCode()).as("%s", run).isEqualTo(4);
        assertThat(skips("out")).containsOnly(true);

        RecipeResult second = test.withoutFaults().run();
        assertThat(second.exitCode()).as("%s", second).isZero();
        assertThat(second.result("copied").asString()).isEqualTo("4 of 4");
        assertThat(skips("out")).containsExactly(false, true, false, false, false);
        assertThat(tester.directory("node2").resolve("b2")).hasContent("4\n5\n");
        assertThat(test.run().started()).isEmpty();

        Files.delete(tester.directory("node2").resolve("b2"));
        assertThat(test.run().started()).hasSize(1);
        assertThat(tester.directory("node2").resolve("b2")).hasContent("4\n5\n");
    }

    @Test
    void pairs_that_do_not_fit_are_refused_before_anything_is_copied() throws Exception {
        RecipeTest test = with(Copier.class)
                .map("node1 = [ a, b ]")
                .masterFile("to", "node2 = [ a ]\n")
                .arguments(inTest("to").toString());
        RecipeResult shorter = test.run();
        assertThat(shorter.exitCode()).isEqualTo(3);
        assertThat(shorter.err()).contains("there are 2 sources and 1 targets");

        RecipeResult twice = test.masterFile("to", "node2 = [ x, x ]\n").run();
        assertThat(twice.exitCode()).isEqualTo(3);
        assertThat(twice.err()).contains("two files would be one: x on node2");

        RecipeResult renamed = test.masterFile("to", "node2 = [ a, x ]\n")
                .options("--no-allow-rename")
                .run();
        assertThat(renamed.exitCode()).isEqualTo(2);
        assertThat(renamed.err()).contains("entry 1, counted from 0, would rename b to x");

        RecipeResult unknown =
                test.masterFile("to", "nowhere.invalid = [ a, b ]\n").run();
        assertThat(unknown.exitCode()).isEqualTo(3);
        assertThat(unknown.err()).contains("nowhere.invalid");
        assertThat(unknown.started()).isEmpty();
    }
}
