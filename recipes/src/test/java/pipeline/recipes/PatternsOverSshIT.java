package pipeline.recipes;

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.lineage.SurveyRecipe;
import pipeline.testing.LeakCheck;
import pipeline.testing.OpenSshServer;

/** The recipes that show how jobs can belong together, each once with hosts behind a real OpenSSH server. */
class PatternsOverSshIT {

    @RegisterExtension
    @Order(0)
    static final LeakCheck LEAKS = new LeakCheck();

    @RegisterExtension
    @Order(1)
    static final OpenSshServer SERVER = OpenSshServer.create();

    @TempDir
    Path here;

    @BeforeEach
    void files_on_two_hosts() throws IOException {
        write("a", "1\n2\n3\n");
        write("b", "5\n4\n");
        write("known", "2\n5\n");
        write("data.map", "h2 = [ a ]\nh3 = [ b ]\n");
        write(
                "pipeline.cfg",
                "[DEFAULT]\nworking_directory = %s\n[remote]\nssh_config = %s\nnode_directory = %s\n"
                        .formatted(here, SERVER.sshConfig(), here.resolve("node")));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(here.resolve(name), text);
    }

    /** Returns how many attempts each step has had so far. */
    private String attempts() throws SQLException {
        String url = "jdbc:sqlite:" + here.resolve(".local/state/pipeline/jobs.sqlite");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT job.step, COUNT(*) FROM attempt JOIN job USING (job_id)"
                        + " WHERE recipe = 'survey' GROUP BY job.step ORDER BY job.step")) {
            List<String> steps = new ArrayList<>();
            while (rows.next()) {
                steps.add(rows.getString(1) + " " + rows.getInt(2));
            }
            return String.join(", ", steps);
        }
    }

    @Test
    void three_steps_run_again_as_far_as_something_is_new_for_them() throws Exception {
        write("Survey.java", SurveyRecipe.SOURCE);
        StringBuilder map = new StringBuilder();
        for (int host = 2; host <= 4; host++) {
            write("f" + host, "1");
            write("g" + host, String.valueOf(host));
            map.append("h%1$d = [ f%1$d, g%1$d ]\n".formatted(host));
        }
        write("six.map", map.toString());
        String recipe = here.resolve("Survey.java").toString();
        String six = here + "/six.map";

        write("g3", "");
        PipelineCall first = PipelineCall.run(here, recipe, "-j", "s", six);
        assertThat(first.exitCode()).as(first.err()).isEqualTo(1);
        assertThat(attempts()).isEqualTo("group 3, reduce 3, stat 6");

        // the file, the group of its host, and what fetches its sum
        write("g3", "3");
        PipelineCall mended = PipelineCall.run(here, recipe, "-j", "s", six);
        assertThat(mended.exitCode()).as(mended.err()).isZero();
        assertThat(mended.out()).contains("total = 27");
        assertThat(attempts()).isEqualTo("group 4, reduce 4, stat 7");

        PipelineCall other = PipelineCall.run(here, recipe, "-j", "s", "--radius", "6", six);
        assertThat(other.exitCode()).as(other.err()).isZero();
        assertThat(other.err()).contains("step group: radius was 5, is 6; 3 of 3 jobs run");
        assertThat(other.out()).contains("total = 30");
        assertThat(attempts()).isEqualTo("group 7, reduce 7, stat 7");
    }

    /** Runs a recipe and returns its results. */
    private String run(String recipe, String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of(recipe, "-j", "x"));
        all.addAll(List.of(words));
        PipelineCall call = PipelineCall.run(here, all.toArray(String[]::new));
        assertThat(call.exitCode()).as("%s: %s", recipe, call.err()).isZero();
        return call.out();
    }

    @Test
    void every_pattern_works_over_ssh() throws Exception {
        String map = here + "/data.map";
        assertThat(run("example_groups", map)).contains("numbers = 5");
        assertThat(run("example_parameters", "--least", "2", "--to", "4", map)).contains("numbers = 3");
        assertThat(run("example_reduce", map)).contains("count = 5", "total = 15.0");
        Files.createDirectory(here.resolve("all"));
        assertThat(run("example_gather", "--to", "h4", "--directory", here + "/all", map))
                .contains("numbers = 5");
        assertThat(run("example_broadcast", "--to", "sent", here + "/known", map))
                .contains("numbers = 2");
        assertThat(run("example_split", "--size", "2", map)).contains("pieces = 3");
        assertThat(run("example_aligned", map, map, map)).contains("output_map = ");
        assertThat(here.resolve("b.residual")).hasContent("-20.0\n-12.0\n");
        assertThat(run("example_loop", "--tolerance", "1", map)).contains("rounds = 2");
        run("example_scratch", map);
        assertThat(here.resolve("b.sorted")).hasContent("4.0\n5.0\n");
        write("to.map", "h3 = [ a2 ]\nh2 = [ b2 ]\n");
        assertThat(run("copier", map, here + "/to.map")).contains("copied = 2 of 2");
        assertThat(here.resolve("b2")).hasContent("5\n4\n");
        write("tool", """
                #!/bin/sh
                input=$(sed -n 's/^input *= *//p' "$1")
                cat "$input" "$input" >"$(sed -n 's/^output *= *//p' "$1")"
                """);
        assertThat(here.resolve("tool").toFile().setExecutable(true)).isTrue();
        write("tool.parset", "input=IN\n");
        String[] tool = {
            "--executable",
            here + "/tool",
            "--mapfile-in",
            map,
            "--inputkey",
            "IN",
            "--outputkey",
            "output",
            "--parsetasfile",
        };
        List<String> words = new ArrayList<>(List.of(tool));
        words.addAll(List.of("--parset", here + "/tool.parset"));
        assertThat(run("executable_args", words.toArray(String[]::new))).contains("succeeded = 2 of 2");
        assertThat(here.resolve("x/b.tool")).hasContent("5\n4\n5\n4\n");
        List<String> names = new ArrayList<>(List.of("executable_args", "--executable", "cat", "-j", "y"));
        names.addAll(List.of("--skip-outfile", "--mapfiles-as-string", "--mapfile-in"));
        names.add("h[2-3]:" + here + "/tool*");
        PipelineCall refused = PipelineCall.run(here, names.toArray(String[]::new));
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.err())
                .contains("--mapfiles-as-string gives the names of mapfiles, but one of the maps is no file");
        names.set(names.size() - 1, map);
        PipelineCall read = PipelineCall.run(here, names.toArray(String[]::new));
        assertThat(read.exitCode()).as(read.err()).isZero();
        assertThat(here.resolve("node/scratch")).isEmptyDirectory();
    }
}
