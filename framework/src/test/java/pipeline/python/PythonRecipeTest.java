package pipeline.python;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.dispatch.JobRunner;
import pipeline.job.ComputeJob;
import pipeline.job.JobCommand;
import pipeline.job.Outcome;
import pipeline.job.ParameterFile;
import pipeline.python.PythonRecipeFile.DeclaredInput;
import pipeline.recipe.RecipeFailure;
import pipeline.recipe.UsageException;
import pipeline.recipe.run.RecipeRun;
import pipeline.recipe.spi.ConfigurationValues;
import pipeline.recipe.spi.RecipeContext;
import pipeline.recipe.spi.RecipeControl;
import pipeline.testing.FakeJobRunner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** With real Python, and a runner that runs nothing. */
@Timeout(60)
class PythonRecipeTest {

    private static final String HEAD = "from pipeline_recipe import *\n";

    @TempDir
    Path here;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private Map<String, List<String>> typed = Map.of();
    private List<String> args = List.of();
    private boolean dryRun;

    private Path file(String name, String text) throws IOException {
        Path file = here.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    /** A recipe with a body of go(), each line indented by eight blanks. */
    private Path recipe(String body) throws IOException {
        return file("my_recipe.py", HEAD + "class my_recipe(Recipe):\n    def go(self):\n" + body.indent(8));
    }

    private ConfigurationValues configuration = ConfigurationValues.NONE;

    private RecipeRun run(Path file, JobRunner runner) throws PythonException {
        PythonRecipe recipe = new PythonRecipe(PythonRecipeFile.read(file));
        RecipeControl.of(recipe).accept(typed);
        return new RecipeRun(
                recipe,
                new RecipeContext(
                        new RecipeContext.Naming("night", Instant.parse("2026-10-28T14:14:18Z")),
                        new RecipeContext.RecipeDirectories(here, here.resolve("night"), Optional.of("/data")),
                        args,
                        new RecipeContext.Scheduling(
                                runner, 4, dryRun ? Optional.of((step, jobs, provenance) -> jobs) : Optional.empty()),
                        new PrintStream(printed, true, UTF_8),
                        configuration));
    }

    private int code(Path file, JobRunner runner) throws Exception {
        return run(file, runner).execute();
    }

    private static JobRunner nobody() {
        return FakeJobRunner.succeeding();
    }

    @Test
    void the_example_of_the_ancestor_runs_after_a_change_of_its_imports() throws Exception {
        Path node = file("nodes/example_parallel.py", "");
        Path file = file("master/example_parallel.py", """
                import sys
                from pipeline_recipe import BaseRecipe
                from pipeline_recipe import RemoteCommandRecipeMixIn
                from pipeline_recipe import ComputeJob

                class example_parallel(BaseRecipe, RemoteCommandRecipeMixIn):
                    def go(self):
                        super(example_parallel, self).go()
                        node_command = "python %s" % (self.__file__.replace("master", "nodes"))
                        job = ComputeJob("heastro1", node_command, arguments=["example_argument"])
                        self._schedule_jobs([job])
                        if self.error.isSet():
                            return 1
                        else:
                            return 0

                if __name__ == '__main__':
                    sys.exit(example_parallel().main())
                """);
        FakeJobRunner runner = FakeJobRunner.succeeding();

        assertThat(code(file, runner)).isZero();
        ComputeJob job = runner.jobs().get(0);
        assertThat(job.host()).isEqualTo("heastro1");
        assertThat(job.command()).isEqualTo(new JobCommand.Script(node, List.of("example_argument")));
        assertThat(code(file, new FakeJobRunner(each -> FakeJobRunner.failure(each, "no"))))
                .isOne();
    }

    @Test
    void the_configuration_is_read_as_by_config_parser() throws Exception {
        Map<String, String> values = Map.of(
                "cluster.clusterdesc",
                "/etc/lofar.clusterdesc",
                "DEFAULT.nproc",
                "8",
                "DEFAULT.fast",
                "Yes",
                "x.word",
                "two");
        configuration = new ConfigurationValues() {
            @Override
            public Optional<String> value(String section, String key) {
                return Optional.ofNullable(values.get(section + "." + key));
            }

            @Override
            public Map<String, String> items(String section) {
                return new TreeMap<>(Map.of("nproc", "8", "of", section));
            }

            @Override
            public List<String> sections() {
                return List.of("cluster", "x");
            }

            @Override
            public List<String> hosts(String hostSet) {
                return List.of();
            }
        };
        Path file = recipe("""
                print(self.config.sections(), self.config.items("x"), self.config.has_section("y"))
                print(self.config.get("cluster", "clusterdesc"), self.config.getint("DEFAULT", "nproc") + 1)
                print(self.config.getboolean("DEFAULT", "fast"), self.config.getfloat("x", "none", fallback=2.5))
                print(self.config.has_option("x", "word"), self.config.has_option("x", "none"))
                for read in (self.config.get, self.config.getint):
                    try:
                        read("x", "none" if read == self.config.get else "word")
                    except Exception as error:
                        print(error)
                """);

        assertThat(code(file, nobody())).isZero();
        assertThat(printed.toString(UTF_8)).isEqualTo("""
                ['cluster', 'x'] [('nproc', '8'), ('of', 'x')] False
                /etc/lofar.clusterdesc 9
                True 2.5
                True False
                the configuration has no none in [x]
                word in [x] must be a whole number, but was two
                """);
    }

    @Test
    void groups_aligned_maps_loops_and_parameter_files_have_the_words_that_java_has() throws Exception {
        file("data.map", "n1 = [ a, b, c ]\nn2 = [ d ]\n");
        file(
                "sky.map",
                "[{'host': 'n1', 'file': 's', 'skip': False}, {'host': 'n1', 'file': 't', 'skip': True},"
                        + " {'host': 'n1', 'file': 'u', 'skip': False}, {'host': 'n2', 'file': 'v', 'skip': False}]");
        Path file = recipe("""
                data, sky = "%1$s/data.map", "%1$s/sky.map"
                print(groups(load_data_map(data), 2), groups(load_data_map(data))[0])
                print(load_aligned_maps(data, sky))
                jobs = [ComputeJob("n1", "fit", parameter_file=("fit.parset", "a = 1"))]
                def fit(round):
                    self.schedule_jobs(jobs, step="fit")
                    return round == 3
                print(self.loop(5, fit), len(require_all(jobs)))
                try:
                    self.loop(2, fit)
                except RecipeFailure as error:
                    print(error)
                try:
                    load_aligned_maps(data, "%1$s/data.map", sky.replace("sky", "data"), "%1$s/other.map")
                except PipelineError as error:
                    print(str(error).splitlines()[0][:40])
                """.formatted(here));
        FakeJobRunner runner = FakeJobRunner.succeeding();
        file("other.map", "n1 = [ a, b, c ]\nn3 = [ d ]\n");

        assertThat(code(file, runner)).isZero();
        assertThat(printed.toString(UTF_8)).isEqualTo("""
                [('n1', ['a', 'b']), ('n1', ['c']), ('n2', ['d'])] ('n1', ['a', 'b', 'c'])
                [('n1', 'a', 's'), ('n1', 'c', 'u'), ('n2', 'd', 'v')]
                3 1
                the loop has not come to its end after 2 rounds, and may have no more
                the maps do not align: at index 3 the ho
                """);
        assertThat(runner.jobs().get(0).options().scratch().orElseThrow().parameters())
                .contains(new ParameterFile("fit.parset", "a = 1"));
    }

    @Test
    void a_missing_result_ends_a_recipe_without_a_traceback() throws Exception {
        Path file = recipe("""
                require_all(self.schedule_jobs([ComputeJob("n1", "a"), ComputeJob("n2", "b")]))
                """);
        assertThatThrownBy(() -> code(file, new FakeJobRunner(job -> FakeJobRunner.failure(job, "no such file"))))
                .isInstanceOf(RecipeFailure.class)
                .hasMessage("2 of 2 results are missing, so nothing is made of the others:\n"
                        + "  n1: no such file\n  n2: no such file");
    }

    @Test
    void jobs_are_submitted_come_as_they_end_and_others_follow_from_them() throws Exception {
        Path file = recipe("""
                first = self.submit([ComputeJob("n1", "a", key={"id": 1}), ComputeJob("n2", "b")], step="calibrate")
                second = self.submit(step="image", max_per_node=3)
                print(first.next(timeout=20).outcome, len(first))
                try:
                    second.add(ComputeJob("n1", "c"))
                except Exception as error:
                    print(error)
                for job in first:
                    print(job.host, job.outcome, job.failure)
                    second.add([ComputeJob(job.host, "c", after=[job], limits={"io": 2})], ComputeJob("n3", "d", independent=True))
                print([job.host + job.outcome for job in second.wait()])
                third = self.submit([ComputeJob("n1", "e")])
                third.cancel()
                try:
                    ComputeJob("n1", "f", after=[ComputeJob("n1", "g")])._message()
                except Exception as error:
                    print(str(error).split("<")[0])
                """);
        FakeJobRunner runner = new FakeJobRunner(
                job -> job.host().equals("n2") ? FakeJobRunner.failure(job, "no") : FakeJobRunner.success(job));

        assertThat(code(file, runner)).isZero();
        assertThat(printed.toString(UTF_8)).isEqualTo("""
                succeeded 2
                job "n1: c" must say from which outcomes it follows, since some of step calibrate are known and others are not: \
                say after those, or independent if it follows from none
                n2 failed program
                ['n2failed', 'n3succeeded']
                a job can follow only from jobs that have ended, but was given\s
                """);
        assertThat(runner.steps()).containsExactly("calibrate", "image", "1");
        assertThat(runner.limits()).containsExactly(4, 3, 4);
        ComputeJob following = runner.jobs().get(2);
        assertThat(following.options().resources().limits()).containsEntry("io", 2);
        assertThat(following.madeFrom())
                .hasValueSatisfying(digest -> assertThat(digest).isNotEmpty());
        assertThat(runner.jobs().get(3).madeFrom()).contains("");
        assertThat(runner.jobs().get(0).key().orElseThrow().json()).isEqualTo("{\"id\":1}");
    }

    @Test
    void words_of_a_job_arrive_and_outcomes_come_back_to_their_jobs() throws Exception {
        Path file = recipe("""
                jobs = [ComputeJob("n1", "wc -l 'a b'", arguments=["$x", 1, None], label="one", cores=2,
                                   environment={"A": "b c"}, working_directory="/tmp", timeout=1.5, retries=3,
                                   memory=1 << 30, outputs=["/o"], reads=["/i"], capture_output=True, priority=7, always=True),
                        ComputeJob("n2", ["false"], resources={"cores": 3})]
                self.schedule_jobs(jobs, max_per_node=8, step="count")
                print(jobs[0].outcome, jobs[0].results, jobs[0].result)
                print(jobs[1].outcome, jobs[1].results, jobs[1].message)
                return 3 if self.error.is_set() else 0
                """);
        JsonNode result = JsonNodeFactory.instance.objectNode().put("lines", 17);
        FakeJobRunner runner = new FakeJobRunner(job -> job.host().equals("n1")
                ? Outcome.succeeded(job, FakeJobRunner.attempt(), result)
                : FakeJobRunner.failure(job, "no"));

        assertThat(code(file, runner)).isEqualTo(3);
        ComputeJob first = runner.jobs().get(0);
        assertThat(first)
                .usingRecursiveComparison()
                .isEqualTo(ComputeJob.command("n1", "wc", "-l", "a b", "$x", "1", "null")
                        .label("one")
                        .cores(2)
                        .environment("A", "b c")
                        .workingDirectory("/tmp")
                        .timeout(Duration.ofMillis(1500))
                        .retries(3)
                        .memory(1 << 30)
                        .outputs("/o")
                        .reads("/i")
                        .captureOutput()
                        .priority(7)
                        .always());
        assertThat(runner.jobs().get(1).options().resources().cores()).isEqualTo(3);
        assertThat(runner.limits()).containsExactly(8);
        assertThat(runner.steps()).containsExactly("count");
        assertThat(printed.toString(UTF_8))
                .isEqualTo("succeeded {'returncode': 0, 'lines': 17} {'lines': 17}\nfailed {'returncode': 1} no\n");
    }

    @Test
    void a_program_of_the_host_is_none_of_the_recipe_though_it_is_on_this_machine_too() throws Exception {
        file("beside.sh", "");
        Path file = recipe("""
                self.schedule_jobs([ComputeJob("n1", "/bin/sh -c true"), ComputeJob("n1", "python -c 1"),
                                    ComputeJob("n1", self.__file__.replace("my_recipe.py", "beside.sh") + " 1")])
                """);
        FakeJobRunner runner = FakeJobRunner.succeeding();

        assertThat(code(file, runner)).isZero();
        assertThat(runner.jobs())
                .extracting(ComputeJob::command)
                .containsExactly(
                        new JobCommand.Executable(List.of("/bin/sh", "-c", "true")),
                        new JobCommand.Executable(List.of("python", "-c", "1")),
                        new JobCommand.Script(here.resolve("beside.sh"), List.of("1")));
    }

    @Test
    void json_arguments_are_all_JSON_and_the_node_script_is_reported() throws Exception {
        FakeJobRunner runner = FakeJobRunner.succeeding();
        code(
                recipe("self.schedule_jobs([ComputeJob('n1', 'x', arguments=['a', {'b': [1]}], json_arguments=True)])"),
                runner);

        assertThat(runner.jobs().get(0).command())
                .isEqualTo(new JobCommand.Executable(List.of("x", "\"a\"", "{\"b\": [1]}")));
        assertThat(runner.jobs().get(0).environment()).containsExactly(Map.entry("PIPELINE_ARGUMENTS", "json"));
    }

    @Test
    void inputs_are_declared_and_inherited_and_checked_all_at_once() throws Exception {
        Path file = file("my_recipe.py", HEAD + """
                class Base(Recipe):
                    inputs = {"radius": ingredient.IntField("--radius", default=5, help="how far", environment_variable="RADIUS")}

                class my_recipe(Base):
                    '''Measures things.'''
                    inputs = {
                        "scale": ingredient.FloatField("--scale", help="how much"),
                        "names": ingredient.ListField("--names", optional=True),
                        "clobber": ingredient.BoolField("--clobber", default=False),
                        "parset": ingredient.FileField("--parset", optional=True),
                    }
                    outputs = {"mapfile": ingredient.StringField(), "unset": ingredient.IntField()}
                    def go(self):
                        self.outputs["mapfile"] = "%(radius)s %(scale)s %(names)s %(clobber)s %(parset)s %(args)s" % self.inputs
                """);

        assertThat(PythonRecipeFile.read(file).description()).isEqualTo("Measures things.");
        assertThat(PythonRecipeFile.read(file).inputs())
                .containsExactly(
                        new DeclaredInput("radius", "int", "how far", false, "5", "RADIUS"),
                        new DeclaredInput("scale", "float", "how much", true, null, null),
                        new DeclaredInput("names", "list", "", false, null, null),
                        new DeclaredInput("clobber", "bool", "", false, "False", null),
                        new DeclaredInput("parset", "file", "", false, null, null));

        typed = Map.of("scale", List.of("1.5"), "names", List.of("[a, b]", "c"), "clobber", List.of("True"));
        args = List.of("x.map");
        RecipeRun run = run(file, nobody());
        assertThat(run.execute()).isZero();
        assertThat(run.outputs()).hasToString("{mapfile=\"5 1.5 ['a', 'b', 'c'] True None ['x.map']\"}");
        assertThat(run.unsetOutputs()).containsExactly("unset");

        typed = Map.of(
                "scale", List.of("much"),
                "radius", List.of("2.5"),
                "parset", List.of("/no/such"),
                "clobber", List.of("maybe"));
        assertThatThrownBy(() -> code(file, nobody()))
                .isInstanceOf(UsageException.class)
                .hasMessage("""
                        --radius must be a whole number, but was 2.5
                        --scale must be a number, but was much
                        --clobber must be True or False, but was maybe
                        --parset must be a file or directory that is there, but there is no /no/such""");
        typed = Map.of();
        assertThatThrownBy(() -> code(file, nobody()))
                .isInstanceOf(UsageException.class)
                .hasMessage("--scale SCALE is missing: how much".replace("SCALE", "NUMBER"));
    }

    @Test
    void an_output_that_is_not_declared_cannot_be_set() throws Exception {
        assertThatThrownBy(() -> code(recipe("self.outputs['x'] = 1"), nobody()))
                .isInstanceOf(PythonException.class)
                .hasMessage("my_recipe.py:4: output x is not declared; there are none");
    }

    @Test
    void standard_inputs_of_every_recipe_are_there() throws Exception {
        code(recipe("""
                        print(self.inputs["job_name"], self.inputs["start_time"], self.inputs["working_directory"],
                              self.inputs["dry_run"], self.name)
                        """), nobody());

        assertThat(printed.toString(UTF_8)).isEqualTo("night 2026-10-28T14:14:18Z /data False my_recipe\n");
    }

    @Test
    void maps_of_any_form_are_read_and_maps_are_written() throws Exception {
        file("in.map", "n1 = [ /a, /b ]\nn2 = [ /c ]\n");
        args = List.of(here.resolve("in.map").toString());
        code(recipe("""
                        data = load_data_map(self.inputs["args"][0])
                        print(data)
                        store_data_map(self.inputs["args"][0].replace("in.", "out."), [(h, f + "x", f == "/b") for h, f in data])
                        print(load_data_map(self.inputs["args"][0].replace("in.", "out.")))
                        """), nobody());

        assertThat(printed.toString(UTF_8))
                .isEqualTo("[('n1', '/a'), ('n1', '/b'), ('n2', '/c')]\n[('n1', '/ax'), ('n2', '/cx')]\n");
    }

    @Test
    void what_cannot_be_done_is_an_exception_in_the_recipe_that_it_may_catch() throws Exception {
        Path file = recipe("""
                try:
                    load_data_map("/no/such.map")
                except PipelineError as error:
                    print("caught", error)
                self.schedule_jobs([ComputeJob("n1", "true"), ComputeJob("-n", "true")])
                """);

        assertThatThrownBy(() -> code(file, nobody()))
                .isInstanceOf(PythonException.class)
                .hasMessageStartingWith("my_recipe.py:8: job 1: ");
        assertThat(printed.toString(UTF_8)).startsWith("caught ").contains("/no/such.map");
    }

    @Test
    void several_threads_of_a_recipe_may_wait_for_jobs_at_the_same_time() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        FakeJobRunner runner = new FakeJobRunner(job -> {
            both.countDown();
            try {
                both.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return FakeJobRunner.success(job);
        });
        Path file = recipe("""
                import threading
                calls = [threading.Thread(target=self.schedule_jobs, args=([ComputeJob("n%d" % i, "true")],), kwargs={"step": "s%d" % i})
                         for i in range(2)]
                for call in calls: call.start()
                for call in calls: call.join()
                """);

        assertThat(code(file, runner)).isZero();
        assertThat(runner.steps()).containsExactlyInAnyOrder("s0", "s1");
    }

    @Test
    void a_dry_run_ends_where_outcomes_are_needed() throws Exception {
        dryRun = true;
        RecipeRun run = run(recipe("""
                        try:
                            self.schedule_jobs([ComputeJob("n1", "true")])
                        except Exception:
                            print("caught")
                        print("went on")
                        """), nobody());

        assertThat(run.execute()).isZero();
        assertThat(run.wasCutShort()).isTrue();
        assertThat(printed.toString(UTF_8)).doesNotContain("caught", "went on");
    }

    @ParameterizedTest
    @CsvSource({"return 7, 7", "sys.exit(3), 3", "sys.exit('no'), 1", "sys.exit(), 0", "return, 0"})
    void the_code_is_what_the_recipe_returns_or_exits_with(String line, int code) throws Exception {
        assertThat(code(recipe("import sys\n" + line), nobody())).isEqualTo(code);
    }

    @Test
    void an_exception_is_reported_with_its_place_and_the_traceback_is_kept() throws Exception {
        Path file = recipe("def inner():\n    return {}['x']\ninner()");

        assertThatThrownBy(() -> code(file, nobody()))
                .isInstanceOfSatisfying(
                        PythonException.class,
                        e -> assertThat(e.traceback()).startsWith("Traceback").contains("line 5, in inner"))
                .hasMessage("my_recipe.py:5: KeyError: 'x'");
    }

    @Test
    void a_file_that_does_not_compile_is_reported_with_its_place() throws Exception {
        assertThatThrownBy(() -> PythonRecipeFile.read(file("my_recipe.py", "def go(:\n    pass\n")))
                .isInstanceOf(PythonException.class)
                .hasMessageMatching("my_recipe\\.py:1:\\d+: SyntaxError: .*");
    }

    @Test
    void a_file_without_a_recipe_or_with_two_or_one_that_ends_at_once_is_refused() throws Exception {
        assertThatThrownBy(() -> PythonRecipeFile.read(file("none.py", HEAD)))
                .hasMessage("none.py has no recipe: no class in it extends pipeline_recipe.Recipe");
        assertThatThrownBy(() ->
                        PythonRecipeFile.read(file("two.py", HEAD + "class A(Recipe): pass\nclass B(Recipe): pass\n")))
                .hasMessage("two.py has several recipes (A, B): keep one in a file, or give one the name of the file");
        assertThatThrownBy(() -> PythonRecipeFile.read(
                        file("gone.py", "import os, sys\nsys.stderr.write('no more\\n')\nos._exit(9)\n")))
                .hasMessage("recipe %s ended with 9 while it was loaded: no more".formatted(here.resolve("gone.py")));
    }

    @Test
    void a_recipe_whose_process_is_killed_is_reported_and_an_interrupt_ends_it() throws Exception {
        Path killed = recipe("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)");
        assertThatThrownBy(() -> code(killed, nobody()))
                .isInstanceOf(PythonException.class)
                .hasMessage("its process ended with 137 before go() had returned");

        Path mark = here.resolve("pid");
        Path slow = recipe(
                "import os, time\nopen('%s', 'w').write(str(os.getpid()) + '.')\ntime.sleep(600)".formatted(mark));
        List<Throwable> thrown = new ArrayList<>();
        Thread thread = new Thread(() -> {
            try {
                code(slow, nobody());
            } catch (Exception e) {
                thrown.add(e);
            }
        });
        thread.start();
        await().until(() -> Files.exists(mark) && Files.readString(mark).endsWith("."));
        thread.interrupt();
        thread.join();
        assertThat(thrown).singleElement().isInstanceOf(IOException.class);
        long pid = Long.parseLong(Files.readString(mark).replace(".", ""));
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void a_recipe_that_has_dealt_with_a_failure_clears_the_error() throws Exception {
        Path file = recipe("""
                self.schedule_jobs([ComputeJob("n1", "false")])
                print(self.error.is_set())
                self.error.clear()
                print(self.error.is_set())
                self.schedule_jobs([ComputeJob("n2", "true")])
                print(self.error.is_set())
                """);
        RecipeRun run = run(
                file,
                new FakeJobRunner(job ->
                        job.host().equals("n1") ? FakeJobRunner.failure(job, "no") : FakeJobRunner.success(job)));

        assertThat(run.execute()).isZero();
        assertThat(run.hasError()).isFalse();
        assertThat(printed.toString(UTF_8)).isEqualTo("True\nFalse\nFalse\n");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void jobs_that_a_thread_of_the_recipe_waits_for_belong_to_the_run(boolean isDaemon) throws Exception {
        Path started = here.resolve("started");
        Path file = recipe("""
                import os, threading
                threading.Thread(target=self.schedule_jobs, args=([ComputeJob("n1", "true")],), daemon=%s).start()
                while not os.path.exists("%s"): pass
                return 0
                """.formatted(isDaemon ? "True" : "False", started));
        FakeJobRunner runner = new FakeJobRunner(job -> {
            try {
                Files.writeString(started, "");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return FakeJobRunner.failure(job, "no");
        });
        RecipeRun run = run(file, runner);

        assertThat(run.execute()).isZero();
        assertThat(run.hasError()).as("the job failed").isTrue();
    }

    @Test
    void nothing_is_left_in_the_temporary_directory() throws Exception {
        code(recipe("import os, pipeline_recipe\nprint(os.path.dirname(pipeline_recipe.__file__))"), nobody());
        Path place = Path.of(printed.toString(UTF_8).strip());
        assertThat(place.getFileName().toString()).startsWith("pipeline-python");
        assertThat(place).doesNotExist();
    }
}
