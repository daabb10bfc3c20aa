package pipeline.cli.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.cli.MeasureRecipe;
import pipeline.cli.Terminal;
import pipeline.cli.engine.FakeEngine;
import pipeline.job.ComputeJob;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapEntry;
import pipeline.recipe.Input;
import pipeline.recipe.Output;
import pipeline.recipe.Recipe;
import pipeline.recipe.StepFailedException;
import pipeline.recipe.StepResult;
import pipeline.testing.FakeJobRunner;

/** Tasks by their names, on the command line and as steps of recipes. */
class TasksTest {

    /** One job for each entry of a map; those named bad fail. */
    public static final class Flag extends Recipe {
        private final Input<DataMap> map =
                input("mapfile", "the files").mapfile().required();
        private final Input<Integer> radius =
                input("radius", "how far").integer(0, 9).byDefault(1);
        private final Input<Path> outputMap =
                input("output-map", "what was flagged").outputFile().required();
        private final Output<Long> flagged = output("flagged", "how many").integer();

        @Override
        protected int run() throws Exception {
            List<ComputeJob> jobs = map.get().active().stream()
                    .map(entry -> ComputeJob.command(
                            entry.host(), "flag", radius.get().toString(), entry.file()))
                    .toList();
            var outcomes = scheduleJobs(jobs);
            writeMap(outputMap.get(), map.get(), outcomes);
            flagged.set((long) outcomes.successCount());
            return error.isSet() ? 1 : 0;
        }
    }

    /** Flags, and counts what was flagged. */
    public static final class Whole extends Recipe {
        private final Output<String> seen = output("seen", "").text();

        @Override
        protected int run() throws Exception {
            Map<String, ?> inputs = Map.of(
                    "mapfile", arg(0, "MAPFILE"), "output-map", jobDirectory().resolve("out.map"));
            StepResult flagged = args().contains("try")
                    ? step("tried").inputs(inputs).mayFail().runTask("flagger")
                    : runTask("flagger", inputs);
            StepResult again = step("again")
                    .inputs(inputs)
                    .input("mapfile", flagged.map("output-map"))
                    .runRecipe(Flag.class);
            seen.set("%s %s %s"
                    .formatted(
                            flagged.isSuccess(),
                            flagged.output("flagged", Long.class),
                            mapfile(again.map("output-map")).active().stream()
                                    .map(MapEntry::file)
                                    .toList()));
            error.clear();
            return 0;
        }
    }

    /** Runs the task that its first argument names. */
    public static final class Round extends Recipe {
        @Override
        protected int run() throws Exception {
            try {
                runTask(arg(0, "TASK"), Map.of());
            } catch (StepFailedException e) {
                throw new StepFailedException(e.step(), "round: " + e.getMessage(), e.getCause());
            }
            return 0;
        }
    }

    @TempDir
    Path directory;

    private final FakeJobRunner runner =
            new FakeJobRunner(job -> job.command().describe().contains("bad")
                    ? FakeJobRunner.failure(job, "exit code 1")
                    : FakeJobRunner.success(job));
    private Terminal terminal;

    @BeforeEach
    void sit_down() throws IOException {
        terminal = new Terminal(
                directory, new FakeEngine(runner), List.of(Flag.class, Whole.class, Round.class, MeasureRecipe.class));
        Files.writeString(
                directory.resolve("pipeline.cfg"),
                "[DEFAULT]\nnear = 4\nruntime_directory = %s\ntask_files = [site.cfg, mine.cfg]\n"
                        .formatted(directory.resolve("run")));
        // as LOFAR's tasks.cfg is written
        Files.writeString(directory.resolve("site.cfg"), """
                ; tasks of the site
                [DEFAULT]
                far = 7

                [flagger]
                recipe = Flag
                radius = %(near)s
                output_map = %(cwd)s/%(job_name)s.map

                [one]
                recipe = round
                args = [two]

                [two]
                recipe = round
                args = [one]

                [measure_recipe]
                recipe: measure_recipe
                radius: %(nowhere)s

                [lost]
                recipe = flagg
                """);
        Files.writeString(directory.resolve("mine.cfg"), "[flagger]\nradius = %(far)s\n");
        Files.writeString(directory.resolve("in.map"), """
                [{'host': 'h1', 'file': '/data/a', 'skip': False},
                 {'host': 'h2', 'file': '/data/b', 'skip': True},
                 {'host': 'h2', 'file': '/data/c', 'skip': False}]
                """);
    }

    private String map(String bad) throws IOException {
        Path map = directory.resolve("in.map");
        Files.writeString(map, Files.readString(map).replace("/data/c", bad));
        return map.toString();
    }

    @Test
    void they_are_listed_with_their_recipes_and_places_and_later_files_change_single_keys() {
        assertThat(terminal.type("tasks", "--output", "tsv", "-t", "mine.cfg")).isZero();
        assertThat(terminal.out().replace(directory + "/", "")).isEqualTo("""
                task	recipe	from
                flagger	Flag	site.cfg:5, mine.cfg:1
                lost	flagg	site.cfg:22
                measure_recipe	measure_recipe	site.cfg:18
                one	round	site.cfg:10
                two	round	site.cfg:14
                """);
    }

    @Test
    void one_runs_by_its_name_with_what_is_typed_before_what_it_says() throws IOException {
        assertThat(terminal.type("flagger", "-j", "j", "--mapfile", map("/data/c")))
                .as(terminal.err())
                .isZero();
        assertThat(terminal.type("flagger", "-j", "k", "--mapfile", map("/data/c"), "--radius=2"))
                .isZero();
        assertThat(runner.jobs().stream().map(job -> job.command().describe()))
                .containsExactly("flag 7 /data/a", "flag 7 /data/c", "flag 2 /data/a", "flag 2 /data/c");
        assertThat(directory.resolve("j.map")).exists();
    }

    @Test
    void a_name_that_means_two_things_or_none_is_reported_with_what_to_type() {
        assertThat(terminal.type("measure_recipe", "-j", "j")).isEqualTo(3);
        assertThat(terminal.err())
                .startsWith("pipeline: measure_recipe is a recipe (pipeline.cli.MeasureRecipe) and a task (" + directory
                        + "/site.cfg:18); for the task add --task measure_recipe, for the recipe as it is --no-task");
        assertThat(terminal.type("measure_recipe", "-j", "j", "--no-task")).isZero();
        assertThat(terminal.type("measure_recipe", "-j", "j", "--task=measure_recipe"))
                .isEqualTo(3);
        assertThat(terminal.err())
                .contains("site.cfg:20: radius in [measure_recipe]: %(nowhere)s refers to a key that is not there");
        assertThat(terminal.type("flager", "-j", "j")).isEqualTo(2);
        assertThat(terminal.err()).startsWith("pipeline: there is no recipe and no task flager; did you mean flagger?");
        assertThat(terminal.type("lost", "-j", "j")).isEqualTo(3);
        assertThat(terminal.err())
                .contains(
                        "site.cfg:22: task lost is one of recipe flagg, and there is no such recipe; did you mean flag?");
    }

    @Test
    void steps_return_their_outputs_and_maps_and_see_what_was_not_skipped() throws IOException {
        assertThat(terminal.type("whole", "-j", "j", map("/data/c")))
                .as(terminal.err())
                .isZero();
        assertThat(terminal.out()).contains("seen = true 2 [/data/a, /data/c]\n");
        assertThat(runner.steps()).containsExactly("flagger", "again");
    }

    @Test
    void a_failing_step_ends_its_recipe_with_its_name_unless_that_asks_for_the_outcome() throws IOException {
        assertThat(terminal.type("whole", "-j", "j", map("/data/bad"))).isEqualTo(1);
        assertThat(terminal.err()).contains("step flagger failed: 1 of 2 jobs did not succeed");
        assertThat(terminal.type("whole", "-j", "k", map("/data/c"), "try"))
                .as(terminal.err())
                .isZero();
        assertThat(terminal.out()).contains("seen = false 1 [/data/a]\n");
    }

    @Test
    void a_circle_of_tasks_is_refused_with_its_path_and_wrong_inputs_with_their_step() throws IOException {
        assertThat(terminal.type("one", "-j", "j")).isEqualTo(2);
        assertThat(terminal.err()).contains("the steps go in a circle: one -> two -> one");
        assertThat(terminal.type("round", "-j", "j", "tow")).isEqualTo(3);
        assertThat(terminal.err()).contains("there is no task tow; did you mean two?");
        Files.writeString(directory.resolve("mine.cfg"), "[flagger]\nradius = 12\nradus = 3\n");
        assertThat(terminal.type("whole", "-j", "k", map("/data/c"))).isEqualTo(2);
        assertThat(terminal.err())
                .contains("step flagger: " + directory
                        + "/mine.cfg:3: recipe Flag has no input radus; did you mean radius?")
                .contains("mine.cfg:2: radius must be a whole number from 0 to 9, but was 12");
    }
}
