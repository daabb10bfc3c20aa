package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.testing.LeakCheck;

/** Recipes that are files, run as somebody would who has just written one. */
class RecipeFileIT {

    private static final String JAVA = """
            import pipeline.job.*;
            import pipeline.node.*;
            import pipeline.recipe.*;

            //DESCRIPTION Counts the lines of every file of a map.
            public class CountLines extends Recipe {
                private final Input<Integer> base = input("base", "where to begin to count").integer(0, 100).byDefault(0);
                private final Output<Long> sum = output("lines", "how many lines there are").integer();

                @Override protected int run() throws Exception {
                    var jobs = mapfile(0).active().stream()
                            .map(entry -> nodeJob(entry.host(), LineCounter.class, new Count(entry.file(), base.get()))).toList();
                    long lines = 0;
                    for (Outcome outcome : scheduleJobs(jobs)) {
                        lines += outcome.result().map(result -> result.path("lines").asInt()).orElse(0);
                    }
                    sum.set(lines);
                    return error.isSet() ? 1 : 0;
                }
            }

            record Count(String file, int lines) {}

            class LineCounter extends NodeProgram<Count, Count> {
                @Override protected Count run(Count begin) throws Exception {
                    int lines = java.nio.file.Files.readAllLines(java.nio.file.Path.of(begin.file())).size();
                    logger.info("counted {}", new Count(begin.file(), lines));
                    return new Count(begin.file(), begin.lines() + lines);
                }
            }
            """;

    private static final String PYTHON = """
            import sys
            from pipeline_recipe import BaseRecipe, ComputeJob, RemoteCommandRecipeMixIn, ingredient, load_data_map

            class count_lines(BaseRecipe, RemoteCommandRecipeMixIn):
                "Counts the lines of every file of a map."
                inputs = {"base": ingredient.IntField("--base", default=0, help="where to begin to count")}
                outputs = {"lines": ingredient.IntField()}

                def go(self):
                    super(count_lines, self).go()
                    node_command = "python %s" % (self.__file__.replace("master", "nodes"))
                    jobs = [ComputeJob(host, node_command, arguments=[{"file": file}], json_arguments=True)
                            for host, file in load_data_map(self.inputs["args"][0])]
                    self._schedule_jobs(jobs, max_per_node=2)
                    self.outputs["lines"] = sum(self.inputs["base"] + job.results["lines"] for job in jobs)
                    return 1 if self.error.isSet() else 0

            if __name__ == "__main__":
                sys.exit(count_lines().main())
            """;

    private static final String NODE_SCRIPT = """
            import sys
            from pipeline_node import NodeScript

            class count_lines(NodeScript):
                def run(self, *args):
                    file = args[0]["file"]
                    with open(file) as lines:
                        count = len(lines.readlines())
                    self.logger.info("counted %s", file)
                    self.result({"lines": count})
                    return 0

            if __name__ == "__main__":
                sys.exit(count_lines(sys.argv[1], sys.argv[2]).run_with_logging(*sys.argv[3:]))
            """;

    @RegisterExtension
    @Order(0)
    static final LeakCheck LEAKS = new LeakCheck();

    @TempDir
    Path here;

    @BeforeEach
    void a_map() throws IOException {
        file("a.txt", "1\n2\n3\n");
        file("b.txt", "1\n");
        file("data.map", "node1 = [ %s ]\nnode2 = [ %s ]\n".formatted(here.resolve("a.txt"), here.resolve("b.txt")));
    }

    private Path file(String name, String text) throws IOException {
        Path file = here.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private void assertDone(PipelineProcess process, String... texts) throws Exception {
        assertThat(process.exitCode()).as(process.err()).isZero();
        assertThat(process.out() + process.err()).contains(texts);
    }

    @Test
    void a_file_of_java_is_run_by_its_path_and_the_second_time_nothing_is_done_again() throws Exception {
        file("CountLines.java", JAVA);
        assertDone(
                PipelineProcess.run(
                        here, "CountLines.java", "-j", "x", "-v", "--mini-cluster", "--base", "10", "data.map"),
                "lines = 24",
                "node.node1.line_counter: counted Count[file=" + here.resolve("a.txt") + ", lines=3]");

        assertDone(
                PipelineProcess.run(
                        here, "CountLines.java", "-j", "x", "-v", "--mini-cluster", "--base", "10", "data.map"),
                "lines = 24",
                "2 of 2 jobs were done before");

        file("CountLines.java", JAVA.replace("begin.lines() + lines", "begin.lines() + 2 * lines"));
        assertDone(
                PipelineProcess.run(here, "CountLines.java", "-j", "x", "--mini-cluster", "--base", "10", "data.map"),
                "lines = 28");

        assertDone(
                PipelineProcess.run(here, "CountLines.java", "--help"),
                "Usage: pipeline count_lines -j JOB",
                "Counts the lines of every file of a map.",
                "--base");
    }

    @Test
    void another_file_or_library_of_a_node_program_is_another_program() throws Exception {
        file("factor.txt", "1");
        file(
                "CountLines.java",
                "//FILES factor.txt\n"
                        + JAVA.replace(
                                "begin.lines() + lines",
                                "begin.lines() + lines * Integer.parseInt(new"
                                        + " String(getClass().getResourceAsStream(\"/factor.txt\").readAllBytes()))"));
        String[] words = {"CountLines.java", "-j", "x", "-v", "--mini-cluster", "data.map"};
        assertDone(PipelineProcess.run(here, words), "lines = 4");
        file("factor.txt", "10");
        assertDone(
                PipelineProcess.run(here, words),
                "lines = 40",
                "2 jobs run again: what comes along with LineCounter has changed");
        Files.createDirectories(here.resolve("lib"));
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(here.resolve("lib/more.jar")))) {
            jar.putNextEntry(new ZipEntry("more.txt"));
        }
        assertDone(
                PipelineProcess.run(here, words),
                "lines = 40",
                "2 jobs run again: what comes along with LineCounter has changed");
        assertDone(PipelineProcess.run(here, words), "lines = 40", "2 of 2 jobs were done before");
    }

    @Test
    void a_recipe_and_a_node_script_of_python_are_found_by_name_as_the_ancestor_had_them() throws Exception {
        file("recipes/master/count_lines.py", PYTHON);
        file("recipes/nodes/count_lines.py", NODE_SCRIPT);
        file("pipeline.cfg", "[DEFAULT]\nrecipe_directories = [%(cwd)s/recipes]\n");

        assertDone(
                PipelineProcess.run(here, "count_lines", "-j", "x", "-v", "--mini-cluster", "--base", "10", "data.map"),
                "lines = 24",
                "node.node1.count_lines: counted " + here.resolve("a.txt"));
        assertDone(
                PipelineProcess.run(here, "count_lines", "-j", "x", "-v", "--mini-cluster", "--base", "10", "data.map"),
                "lines = 24",
                "2 of 2 jobs were done before");
        assertDone(
                PipelineProcess.run(here, "count_lines", "--help"),
                "Counts the lines of every file of a map.",
                "Where to begin to count");

        file("recipes/CountLines.java", JAVA);
        PipelineCall listed = PipelineCall.run(here, "recipes", "--output", "tsv");
        assertThat(listed.exitCode()).isEqualTo(3);
        assertThat(listed.err()).startsWith("pipeline: several recipes are called count_lines: ");
        assertThat(listed.out())
                .startsWith("recipe\tfrom\tdoes\n")
                .contains("checksum\tpipeline.recipes.Checksum\t")
                .contains("count_lines\t%s\t\n".formatted(here.resolve("recipes/CountLines.java")))
                .contains("count_lines\t%s\t\n".formatted(here.resolve("recipes/master/count_lines.py")));
        PipelineCall twins = PipelineCall.run(here, "count_lines", "-j", "x", "--mini-cluster", "data.map");
        assertThat(twins.exitCode()).isEqualTo(3);
        assertThat(twins.err())
                .isEqualTo(
                        "pipeline: several recipes are called count_lines: %s, %s; rename all but one, or type the path of a file\n"
                                .formatted(
                                        here.resolve("recipes/CountLines.java"),
                                        here.resolve("recipes/master/count_lines.py")));
    }

    @Test
    void a_file_is_a_program() throws Exception {
        Path bin = Files.createDirectories(here.resolve("bin"));
        Path launcher = file(
                "bin/pipeline",
                "#!/bin/sh\nexec %s -jar %s \"$@\"\n"
                        .formatted(String.join(" ", PipelineProcess.JAVA), System.getProperty("pipeline.jar")));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (Path program : new Path[] {
            file("CountLines.java", "#!/usr/bin/env -S pipeline\n" + JAVA),
            file("count_lines", "#!/usr/bin/env -S pipeline\n" + PYTHON),
        }) {
            file("nodes/count_lines", "#!/usr/bin/env python3\n" + NODE_SCRIPT);
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
            if (program.endsWith("count_lines")) {
                Files.createDirectories(here.resolve("master"));
                program = Files.move(program, here.resolve("master/count_lines"));
            }
            ProcessBuilder builder = new ProcessBuilder(
                            program.toString(),
                            "-j",
                            String.valueOf(program.getFileName()),
                            "--mini-cluster",
                            "data.map")
                    .directory(here.toFile())
                    .redirectErrorStream(true);
            builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
            builder.environment().put("HOME", here.toString());
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(said).isZero();
            assertThat(said).contains("lines = 4");
        }
    }

    @Test
    void mistakes_are_reported_with_their_places_and_nothing_is_started() throws Exception {
        file(
                "Wrong.java",
                "class Wrong extends pipeline.recipe.Recipe {\n    protected int run() { return one; }\n}\n");
        file("wrong.py", "from pipeline_recipe import Recipe\nclass wrong(Recipe)\n    pass\n");
        file(
                "throws.py",
                "from pipeline_recipe import Recipe\nclass throws(Recipe):\n    def go(self):\n        return {}[1]\n");
        PipelineCall java = PipelineCall.run(here, "Wrong.java", "-j", "x");
        assertThat(java.exitCode()).isEqualTo(3);
        assertThat(java.err()).isEqualTo("""
                        pipeline: Wrong.java:2:34: error: cannot find symbol
                          symbol:   variable one
                          location: class Wrong
                              protected int run() { return one; }
                                                           ^
                        """);
        PipelineCall python = PipelineCall.run(here, "wrong.py", "-j", "x");
        assertThat(python.exitCode()).isEqualTo(3);
        assertThat(python.err()).startsWith("pipeline: wrong.py:2:").contains("SyntaxError");
        Path cache = Files.createDirectories(here.resolve(".cache/pipeline/recipes"));
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
        PipelineCall shared = PipelineCall.run(here, "Wrong.java", "-j", "x");
        assertThat(shared.exitCode()).isEqualTo(3);
        assertThat(shared.err())
                .startsWith("pipeline: the cache " + cache + " is not used: it may be written by others")
                .endsWith("; set XDG_CACHE_HOME to another directory\n");
        try (Stream<Path> state = Files.walk(here)) {
            assertThat(state.map(path -> String.valueOf(path.getFileName()))).doesNotContain(".local");
        }
        PipelineCall thrown = PipelineCall.run(here, "throws.py", "-j", "x");
        assertThat(thrown.exitCode()).isEqualTo(70);
        assertThat(thrown.err()).contains("recipe throws broke off: throws.py:4: KeyError: 1; the stack trace is in ");
        PipelineCall missing = PipelineCall.run(here, "no/such.py", "-j", "x");
        assertThat(missing.exitCode()).isEqualTo(3);
        assertThat(missing.err()).isEqualTo("pipeline: there is no recipe file no/such.py\n");
    }

    @Test
    void a_file_that_changes_while_its_run_goes_on_is_reported_and_the_run_has_what_it_had() throws Exception {
        Path go = here.resolve("go");
        Path file = file("slow.py", """
                from pipeline_recipe import ComputeJob, Recipe
                class slow(Recipe):
                    def go(self):
                        self.schedule_jobs([ComputeJob("node1", ["sh", "-c", "until [ -e %s ]; do sleep 0.1; done"])])
                """.formatted(go));
        try (PipelineProcess process = PipelineProcess.start(here, "slow.py", "-j", "x", "-v", "--mini-cluster")) {
            process.awaitErr("recipe slow started");
            Files.writeString(file, Files.readString(file) + "        return 5\n");
            Files.writeString(go, "");
            assertDone(process, file + " changed while the run went on, which went on with what it had");
        }
    }

    @Test
    void a_master_that_is_killed_is_followed_by_one_that_picks_up_what_its_python_recipe_left() throws Exception {
        Path go = here.resolve("go");
        Path count = here.resolve("count");
        file("slow.py", """
                from pipeline_recipe import ComputeJob, Recipe
                class slow(Recipe):
                    outputs = {}
                    def go(self):
                        self.schedule_jobs([ComputeJob("localhost", ["sh", "-c", "echo >>%s; until [ -e %s ]; do sleep 0.1; done"])])
                """.formatted(count, go));
        file("pipeline.cfg", "[remote]\nmethod = local\nnode_directory = %s\n".formatted(here.resolve("nodes")));
        try (PipelineProcess first = PipelineProcess.start(here, "slow.py", "-j", "x", "-v")) {
            await().until(() -> Files.exists(count));
            first.signal("KILL");
        }
        Files.writeString(go, "");
        assertDone(PipelineProcess.run(here, "slow.py", "-j", "x", "-v"), "recipe slow completed");
        assertThat(count).hasContent("\n");
    }
}
