package pipeline.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pipeline.tester.RecipeResult;
import pipeline.tester.RecipeTest;
import pipeline.tester.RecipeTester;

/** A recipe of three steps as somebody writes it in a file: 60 files on 6 hosts, groups per host, a total on the master. */
class StepsOfRecipesTest {

    private static final List<String> HOSTS = List.of("h1", "h2", "h3", "h4", "h5", "h6");
    private static final int FILES = 10;

    private static final String RECIPE = SurveyRecipe.SOURCE;

    @RegisterExtension
    static final RecipeTester TESTER = RecipeTester.hosts(HOSTS.toArray(String[]::new));

    private Path file;
    private RecipeTest survey;

    @BeforeEach
    void write() throws IOException {
        file = TESTER.directory().resolve("Survey.java");
        Files.writeString(file, RECIPE);
        survey = TESTER.recipe(file);
        List<String> lines = new ArrayList<>();
        for (String host : HOSTS) {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < FILES; i++) {
                survey.file(host, "f" + i, String.valueOf(i + 1));
                names.add("f" + i);
            }
            lines.add("%s = [ %s ]".formatted(host, String.join(", ", names)));
        }
        survey.map(lines.toArray(String[]::new));
    }

    @Test
    void the_same_command_again_runs_what_must_run_and_says_why() throws IOException {
        survey.file("h3", "f4", "");
        RecipeResult run = survey.run();
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.started()).hasSize(72);
        assertThat(run.result("total").asInt()).isEqualTo(6 * 55 - 5 + 6 * 5);

        // the entry, the group of its host, and what fetches its sum
        survey.file("h3", "f4", "5");
        run = survey.run();
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.started()).as(run.err()).hasSize(3);
        assertThat(run.result("total").asInt()).isEqualTo(6 * 55 + 6 * 5);

        Files.writeString(file, RECIPE.replace("long sum = 0;", "long sum = 0; // a comment"));
        assertThat(survey.run().started()).isEmpty();

        survey.input("radius", 6);
        survey.options("--explain-resume");
        run = survey.run();
        assertThat(run.started()).isEmpty();
        assertThat(run.out())
                .contains("step stat: nothing runs, 60 jobs are done\n")
                .contains("step group: radius was 5, is 6; 6 of 6 jobs run\n");
        assertThat(run.err()).endsWith("what follows is known only when the run has come there\n");

        run = survey.options("--rerun", "grup").run();
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("no run of job test has had a step grup; did you mean group?");
    }

    /** Two hosts with two files each: 4 jobs of the first step, 2 of each other. */
    private RecipeResult few(String... options) throws IOException {
        return TESTER.recipe(file)
                .map("h1 = [ f0, f1 ]", "h2 = [ f0, f1 ]")
                .options(options)
                .run();
    }

    /** Returns how many jobs of each step started. */
    private static String ran(RecipeResult run) {
        return run.started().stream()
                .map(job -> job.command().describe())
                .map(words -> words.contains("test -s") ? "stat" : words.contains("shift") ? "group" : "reduce")
                .collect(Collectors.groupingBy(step -> step, TreeMap::new, Collectors.counting()))
                .toString();
    }

    /** Returns how many jobs have which status. */
    private static String table(RecipeResult run) {
        return run.table().stream()
                .map(row -> row.path("status").asString())
                .collect(Collectors.groupingBy(status -> status, TreeMap::new, Collectors.counting()))
                .toString();
    }

    @Test
    void a_step_runs_again_with_what_follows_from_it_or_alone() throws IOException {
        assertThat(ran(few())).isEqualTo("{group=2, reduce=2, stat=4}");

        RecipeResult run = few("--rerun", "group");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(ran(run)).isEqualTo("{group=2, reduce=2}");

        survey.file("h1", "f0", "10");
        run = few("--rerun", "stat", "--only", "stat");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(ran(run)).isEqualTo("{stat=4}");
        assertThat(run.result("total").asInt()).isEqualTo(2 * 3 + 2 * 5);
        assertThat(run.err()).contains("step group is left as it is: no change is looked for");

        // what was left runs when nothing says that it be left
        run = few();
        assertThat(ran(run)).as(run.err()).isEqualTo("{group=2, reduce=2}");
        assertThat(run.result("total").asInt()).isEqualTo(2 * 3 + 9 + 2 * 5);
    }

    @Test
    void steps_that_are_to_be_left_must_be_done() throws IOException {
        RecipeResult run = few("--only", "stat");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("no run of job test has had a step stat; nothing is recorded of it");

        survey.file("h1", "f0", "");
        run = few();
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(table(run)).isEqualTo("{error=1, success=7}");

        // a failure that is left stays one
        run = few("--from", "group", "--rerun", "reduce");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(ran(run)).isEqualTo("{reduce=2}");
        assertThat(run.out() + run.err()).contains("--from group ").doesNotContain("--rerun reduce");

        survey.file("h1", "f0", "1");
        run = few("--only", "stat");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(ran(run)).isEqualTo("{stat=1}");
        assertThat(run.err()).contains("the run ends before step group, which is not done: only stat was asked for");
        assertThat(table(run)).isEqualTo("{success=8}");

        run = few("--from", "reduce");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
        assertThat(run.err()).contains("step group is to be left as it is, but 1 of its 2 jobs was never done");
        assertThat(ran(run)).isEqualTo("{}");

        run = few("--from", "group");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(ran(run)).isEqualTo("{group=1, reduce=1}");
        assertThat(run.result("total").asInt()).isEqualTo(2 * 3 + 2 * 5);
    }

    @Test
    void a_step_that_is_accepted_counts_as_it_is_from_then_on() throws IOException {
        few();
        survey.file("h1", "f0", "10");
        RecipeResult run = few("--from", "group", "--rerun", "stat", "--accept=group");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(ran(run)).isEqualTo("{stat=4}");
        assertThat(run.err())
                .contains("4 of 4 jobs were done before and are run again (--rerun)")
                .contains("2 jobs would do something else now; they count as done (--accept)");
        assertThat(run.result("total").asInt()).isEqualTo(2 * 3 + 2 * 5);
        assertThat(ran(few())).isEqualTo("{}");
        assertThat(ran(few("--rerun", "stat", "--accept"))).isEqualTo("{stat=4}");

        // what never ended is not there to be accepted
        run = few("--accept=group", "--radius", "6");
        assertThat(ran(run)).isEqualTo("{group=2, reduce=2}");
        assertThat(run.result("total").asInt()).isEqualTo(2 * 3 + 9 + 2 * 6);
    }

    /** Returns what the table knows of a step: its outputs, and whether the last run had it. */
    private static String recorded(String step) throws SQLException {
        String url = "jdbc:sqlite:" + TESTER.directory().resolve("runtime/jobs.sqlite");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT outputs || CASE WHEN absent_since IS NULL THEN ' there' ELSE ' gone' END"
                                + " FROM steps WHERE step = '" + step + "'")) {
            return String.valueOf(row.getString(1));
        }
    }

    @Test
    void what_a_step_has_made_is_recorded_and_steps_that_come_go_or_get_another_name_are_reported()
            throws IOException, SQLException {
        RecipeResult run = few();
        assertThat(run.err()).doesNotContain("WARNING");
        assertThat(recorded("stat"))
                .contains("\"outputs\":{}")
                .contains("/stat.map\",\"entries\":4,\"skipped\":0,\"digest\":\"")
                .endsWith(" there");
        assertThat(recorded("reduce")).isEqualTo("{\"outputs\":{\"total\":16},\"maps\":[]} there");
        assertThat(run.logs())
                .anyMatch(
                        line -> line.contains("step group: its map group.map has 2 entries; it read stat.map with 4"));

        // another name, and its code says the same
        Files.writeString(file, RECIPE.replace("step(\"group\")", "step(\"gather\")"));
        run = few("-n");
        assertThat(run.err())
                .contains(
                        "step gather is new: 2 of 2 jobs run, the same as in step group of the last run; if group was renamed,"
                                + " its old name keeps what is done");
        run = few();
        assertThat(ran(run)).isEqualTo("{group=2, reduce=2}");
        assertThat(run.err())
                .contains("step gather is new: 2 of 2 jobs run, the same as in step group of the last run")
                .contains("step group was in the last run and is not in this one; its 2 jobs stay in the table");
        assertThat(recorded("gather")).endsWith(" there");
        assertThat(few().err()).doesNotContain("step group");

        // the old name has kept what was done
        Files.writeString(file, RECIPE);
        run = few();
        assertThat(ran(run)).isEqualTo("{reduce=2}");
        assertThat(run.err())
                .contains(
                        "step reduce: step gather does not come before it any more, step group comes before it now; 2 of 2 jobs run")
                .contains("step gather was in the last run and is not in this one; its 2 jobs stay in the table");

        // one more, and code that does other things where its jobs do the same
        Files.writeString(
                file,
                RECIPE.replace(
                                "return error.isSet() ? 1 : 0;",
                                "scheduleJobs(\"look\", List.of(ComputeJob.command(\"h1\", \"true\"))); return 0;")
                        .replace("s=$1; o=$2", "s=$1;  o=$2")
                        .replace("total.set(sum);", "total.set(sum + 1);"));
        run = few();
        assertThat(run.err())
                .contains("step look is new: 1 of 1 jobs runs\n")
                .contains("step group: the code of the recipe has changed; 2 of 2 jobs run")
                .contains("step reduce: its output total was 16, is 17");
        run = few();
        assertThat(ran(run)).isEqualTo("{}");
        assertThat(run.result("total").asInt()).isEqualTo(17);

        Files.writeString(
                file, RECIPE.replace("s=$1; o=$2", "s=$1;  o=$2").replace("total.set(sum);", "total.set(sum + 2);"));
        run = few("-n");
        assertThat(run.err()).contains("step look was in the last run and is not in this one; its 1 job stays");
        run = few();
        assertThat(ran(run)).isEqualTo("{}");
        assertThat(run.err())
                .contains("step reduce: the code of the recipe has changed; its 2 jobs do the same and are kept")
                .contains("step look was in the last run and is not in this one; its 1 job stays in the table");
        assertThat(run.result("total").asInt()).isEqualTo(18);
    }

    @Test
    void options_that_say_opposite_things_of_a_step_or_are_not_what_they_look_like_are_refused() throws IOException {
        few();
        RecipeResult run = few("--only", "group", "--rerun", "reduce");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("--rerun reduce and --only group cannot be both: --only leaves all other steps as they are");
        run = few("--rerun", "stat", "--accept=stat");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--rerun stat and --accept=stat cannot be both");
        run = few("--accept", "group");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("for this step type --accept=group");
        assertThat(ran(few())).isEqualTo("{}");
    }
}
