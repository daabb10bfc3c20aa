package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pipeline.job.Attempt;
import pipeline.job.ComputeJob;
import pipeline.job.JobCommand;
import pipeline.job.Outcome;
import pipeline.job.ParameterFile;
import pipeline.mapfile.MapEntry;
import pipeline.mapfile.Mapfile;
import pipeline.mapfile.MapfileException;
import pipeline.recipe.UsageException;
import pipeline.recipe.run.RecipeRun;
import pipeline.text.Json;

class ExecutableArgsTest {

    @TempDir
    Path here;

    private final Map<String, List<String>> inputs = new HashMap<>(Map.of("executable", List.of("/opt/tool")));
    private FakeRecipeRun tester;

    @BeforeEach
    void two_maps_and_a_parset() throws Exception {
        tester = new FakeRecipeRun(here, FakeRecipeRun::success);
        file("data.map", "n1 = [ /d/a.MS, /d/b.MS ]\nn2 = [ /d/c.MS ]\n");
        file("sky.map", """
                [{'host': 'n1', 'file': '/s/a', 'skip': False},
                 {'host': 'n1', 'file': '/s/b', 'skip': True},
                 {'host': 'n2', 'file': '/s/c', 'skip': False}]
                """);
        file("tool.parset", "# options\nmsin = IN\nsize = [1024, 512]\nverbose =\n");
    }

    private String file(String name, String text) throws Exception {
        return Files.writeString(here.resolve(name), text).toString();
    }

    private ExecutableArgsTest given(String name, String... values) {
        inputs.put(name, List.of(values));
        return this;
    }

    private RecipeRun run(String... words) {
        return tester.run(new ExecutableArgs(), inputs, words);
    }

    /** Returns the words of the program of each job, without what makes its directory. */
    private List<String> words() {
        return tester.jobs().stream()
                .map(ComputeJob::command)
                .map(command -> ((JobCommand.Executable) command).words())
                .map(words -> String.join(" ", words.subList(words.indexOf("/opt/tool") + 1, words.size())))
                .toList();
    }

    @Test
    void keys_are_files_of_their_own_place_whatever_was_skipped_before_them() throws Exception {
        given("mapfiles-in", here + "/data.map", here + "/sky.map")
                .given("inputkeys", "IN", "SKY")
                .given("outputkey", "OUT")
                .given("arguments", "-v", "IN", "OUT");
        RecipeRun run = run("SKY", "more");

        assertThat(run.execute()).isZero();
        assertThat(words()).containsExactly("-v /d/a.MS job/a.tool /s/a more", "-v /d/c.MS job/c.tool /s/c more");
        assertThat(tester.jobs())
                .allSatisfy(job -> assertThat(((JobCommand.Executable) job.command()).words())
                        .startsWith("sh", "-c", "mkdir -p -- \"$0\" && exec \"$@\"", "job"));
        assertThat(tester.jobs().get(1).options().outputs())
                .extracting(output -> output.path())
                .containsExactly("job/c.tool");
        assertThat(Mapfile.readAny((Path) run.outputs().get("mapfile")).entries())
                .extracting(entry -> entry.file() + (entry.skip() ? " skip" : ""))
                .containsExactly("job/a.tool", "job/b.tool skip", "job/c.tool");
        assertThat(run.outputs()).containsEntry("succeeded", "2 of 2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            gnu; --msin=/d/a.MS --size=[1024, 512] --verbose --msout=job/a.tool x
            lofar; msin=/d/a.MS size=[1024, 512] verbose= msout=job/a.tool x
            argparse; --msin /d/a.MS --size [1024, 512] --verbose --msout job/a.tool x
            wsclean; -msin /d/a.MS -size 1024 512 -verbose -msout job/a.tool x
            losoto; x msin=/d/a.MS size=[1024, 512] verbose= msout=job/a.tool
            """)
    void options_of_a_parset_are_written_as_the_program_wants_them(String form, String expected) throws Exception {
        given("mapfile-in", here + "/data.map")
                .given("parset", here + "/tool.parset")
                .given("inputkey", "IN")
                .given("outputkey", "msout")
                .given("args-format", form);
        assertThat(run("x").execute()).isZero();
        assertThat(words().get(0)).isEqualTo(expected);
    }

    @Test
    void finer_keys_say_what_stands_before_keys_and_values_and_arguments() throws Exception {
        given("mapfile-in", here + "/data.map")
                .given("parset", file("v.parset", "msin = IN\nv = 3\nquiet =\n"))
                .given("inputkey", "IN")
                .given("skip-outfile", "true");
        assertThat(firstWords()).isEqualTo("--msin=/d/a.MS --v=3 --quiet x");

        given("args-format-option", "-");
        assertThat(firstWords()).isEqualTo("--msin=/d/a.MS -v=3 --quiet x");

        given("args-format-longoption", "++").given("args-format-argument", "@");
        assertThat(firstWords()).isEqualTo("++msin=/d/a.MS -v=3 ++quiet @x");

        given("args-format-option-argument", "");
        assertThat(firstWords()).isEqualTo("++msin/d/a.MS -v3 ++quiet @x");

        given("args-format-option-argument", " ");
        assertThat(firstWords()).isEqualTo("++msin /d/a.MS -v 3 ++quiet @x");
        JobCommand.Executable command =
                (JobCommand.Executable) tester.jobs().get(0).command();
        assertThat(command.words()).containsExactly("/opt/tool", "++msin", "/d/a.MS", "-v", "3", "++quiet", "@x");

        given("args-format", "lofar").given("args-format-longoption", "");
        given("args-format-option-argument", ":");
        assertThat(firstWords()).isEqualTo("msin:/d/a.MS -v:3 quiet: @x");
    }

    private String firstWords() throws Exception {
        tester = new FakeRecipeRun(here, FakeRecipeRun::success);
        assertThat(run("x").execute()).isZero();
        return words().get(0);
    }

    private Map<String, String> firstEnvironment() throws Exception {
        firstWords();
        return tester.jobs().get(0).environment();
    }

    @Test
    void several_files_of_an_entry_are_one_word_for_a_key_and_several_without() throws Exception {
        given("mapfile-in", file("groups.map", """
                        [{'host': 'n1', 'file': ['/d/a.MS', '/d/b.MS', '/d/c.MS'], 'skip': False, 'file_skip': [False, True, False]},
                         {'host': 'n2', 'file': ['/d/d.MS'], 'skip': False, 'file_skip': [False]}]
                        """));
        given("skip-outfile", "true");
        assertThat(firstWords()).isEqualTo("x /d/a.MS /d/c.MS");
        assertThat(tester.jobs().get(0).filesRead().orElseThrow()).containsExactly("/d/a.MS", "/d/b.MS", "/d/c.MS");

        given("inputkey", "msin");
        assertThat(firstWords()).isEqualTo("--msin=[/d/a.MS,/d/c.MS] x");
        given("args-format", "wsclean");
        assertThat(firstWords()).isEqualTo("-msin /d/a.MS /d/c.MS x");

        inputs.remove("skip-outfile");
        given("outputkey", "out");
        assertThat(firstWords()).endsWith("-out job/a.tool x");
    }

    @Test
    void the_names_of_mapfiles_stand_for_keys_where_that_is_wanted() throws Exception {
        given("mapfile-in", here + "/data.map")
                .given("mapfiles-in", file("all.map", "n9 = [ /z/1 ]\n"))
                .given("inputkeys", "IN", "MAP")
                .given("arguments", "IN", "MAP")
                .given("skip-outfile", "true");
        assertThatThrownBy(() -> run().execute()).isInstanceOf(MapfileException.class);

        given("mapfiles-as-string", "true");
        assertThat(run().execute()).isZero();
        assertThat(words())
                .containsExactly(
                        "/d/a.MS " + here + "/all.map", "/d/b.MS " + here + "/all.map", "/d/c.MS " + here + "/all.map");
        assertThat(tester.jobs().get(2).filesRead().orElseThrow()).containsExactly("/d/c.MS", here + "/all.map");

        Map<String, String> before = tester.jobs().get(0).environment();
        assertThat(before).containsOnlyKeys("MAPFILES_SHA256");
        assertThat(firstEnvironment()).isEqualTo(before);
        file("all.map", "n9 = [ /z/2 ]\n");
        assertThat(firstEnvironment()).isNotEqualTo(before);

        inputs.remove("mapfiles-in");
        given("inputkeys", "MAP").given("arguments", "MAP");
        assertThat(firstWords()).isEqualTo(here + "/data.map x");
        assertThat(tester.jobs()).hasSize(3);

        inputs.remove("mapfile-in");
        given("mapfiles-in", here + "/data.map", here + "/all.map")
                .given("inputkeys", "MAP", "ALL")
                .given("arguments", "ALL", "MAP");
        assertThat(firstWords()).isEqualTo(here + "/all.map " + here + "/data.map x");
    }

    @Test
    void a_plugin_gets_arguments_by_place_and_options_by_name_and_returns_a_map_for_each_key() throws Exception {
        Map<String, String> results = Map.of(
                "/d/a.MS", "{\"rms\": 0.25, \"image\": \"/d/a.fits\", \"tool\": \"x\"}",
                "/d/b.MS", "{\"rms\": null, \"parts\": [\"/d/1\", \"/d/2\"]}",
                "/d/c.MS", "no dict");
        tester = new FakeRecipeRun(
                here,
                job -> FakeRecipeRun.success(
                        job, Json.tree(results.get(job.label().orElseThrow()))));
        given("mapfile-in", here + "/data.map")
                .given("parset", here + "/tool.parset")
                .given("inputkey", "IN")
                .given("outputkey", "out")
                .given("outputsuffixes", ".tool")
                .given("nodescript", "python_plugin");
        RecipeRun run = run("x");

        assertThat(run.execute()).isZero();
        ComputeJob job = tester.jobs().get(0);
        assertThat(job.options().captures()).isTrue();
        assertThat(job.filesRead().orElseThrow()).containsExactly("/d/a.MS", "/opt/tool");
        List<String> words = ((JobCommand.Executable) job.command()).words();
        assertThat(words.subList(words.indexOf("python3"), words.size()))
                .hasSize(6)
                .startsWith("python3", "-c")
                .endsWith(
                        "/opt/tool",
                        "[\"x\"]",
                        "{\"msin\":\"/d/a.MS\",\"size\":\"[1024, 512]\",\"verbose\":\"\",\"out\":\"job/a.tool.tool\"}");
        assertThat((List<?>) run.outputs().get("resultmaps"))
                .hasToString(
                        "[%1$s/tool.rms.mapfile, %1$s/tool.image.mapfile, %1$s/tool.tool.result2.mapfile, %1$s/tool.parts.mapfile]"
                                .formatted(here + "/mapfiles"));
        assertThat(entries("tool.rms")).containsExactly("n1 [0.25] false", "n1 [/d/b.MS] true", "n2 [/d/c.MS] true");
        assertThat(entries("tool.parts"))
                .containsExactly("n1 [/d/a.MS] true", "n1 [/d/1, /d/2] false", "n2 [/d/c.MS] true");
    }

    private List<String> entries(String map) throws Exception {
        return Mapfile.readAny(here.resolve("mapfiles/" + map + ".mapfile")).entries().stream()
                .map(entry -> entry.host() + " " + entry.files() + " " + entry.skip())
                .toList();
    }

    @Test
    void a_parset_is_a_file_that_comes_along_with_the_values_of_its_own_job() throws Exception {
        given("mapfile-in", here + "/data.map")
                .given("parset", here + "/tool.parset")
                .given("parsetasfile", "true")
                .given("inputkey", "IN")
                .given("outputkey", "msout");
        assertThat(run().execute()).isZero();
        assertThat(words()).containsOnly("{parameters}");
        assertThat(tester.jobs().get(1).options().scratch().orElseThrow().parameters())
                .contains(new ParameterFile(
                        "parset", "# options\nmsin = /d/b.MS\nsize = [1024, 512]\nverbose =\nmsout = job/b.tool\n"));
    }

    @Test
    void without_keys_the_input_is_the_last_word_and_there_may_be_no_output() throws Exception {
        given("mapfile-in", here + "/data.map").given("skip-outfile", "true").given("environment", "A=1");
        RecipeRun run = run("-q");
        assertThat(run.execute()).isZero();
        assertThat(tester.jobs().get(0)).hasToString("n1: /opt/tool -q /d/a.MS");
        assertThat(tester.jobs().get(0).environment()).containsEntry("A", "1");
        assertThat(run.outputs()).doesNotContainKey("mapfile");
    }

    @Test
    void outputs_have_suffixes_or_names_of_a_map_or_are_the_inputs() throws Exception {
        given("mapfile-in", here + "/data.map")
                .given("skip-infile", "true")
                .given("outputsuffixes", ".h5", ".png")
                .given("outputkeys", "--h5", "--png")
                .given("nthreads", "4")
                .given("stepname", "cal");
        assertThat(run("--h5", "--png").execute()).isZero();
        assertThat(words().get(2)).isEqualTo("job/c.cal.h5 job/c.cal.png");
        assertThat(tester.jobs().get(0).options().resources().cores()).isEqualTo(4);
        assertThat(here.resolve("mapfiles/cal.png.mapfile")).exists();

        given("outputsuffixes", "")
                .given("outputkeys", "OUT")
                .given("mapfile-out", file("out.map", "n1 = [ /o/1, /o/2 ]\nn2 = [ 3 ]\n"));
        tester = new FakeRecipeRun(here, FakeRecipeRun::success);
        assertThat(run("OUT").execute()).isZero();
        assertThat(words()).containsExactly("/o/1", "/o/2", "3");

        inputs.remove("mapfile-out");
        given("inplace", "true");
        tester = new FakeRecipeRun(here, FakeRecipeRun::success);
        RecipeRun changed = run("OUT");
        assertThat(changed.execute()).isZero();
        assertThat(words()).containsExactly("/d/a.MS", "/d/b.MS", "/d/c.MS");
        assertThat(tester.jobs().get(0).options().outputs()).isEmpty();
    }

    @Test
    void some_failures_are_gone_on_without_if_that_is_wanted_but_never_all() throws Exception {
        tester = new FakeRecipeRun(
                here, job -> job.host().equals("n2") ? FakeRecipeRun.failure(job) : FakeRecipeRun.success(job));
        given("mapfile-in", here + "/data.map").given("inputkey", "IN");
        assertThat(run("IN").execute()).isOne();
        given("error-tolerance", "true");
        RecipeRun tolerant = run("IN");
        assertThat(tolerant.execute()).isZero();
        assertThat(Mapfile.readAny((Path) tolerant.outputs().get("mapfile")).entries())
                .extracting(MapEntry::skip)
                .containsExactly(false, false, true);
        tester = new FakeRecipeRun(here, FakeRecipeRun::failure);
        assertThat(run("IN").execute()).isOne();
    }

    @Test
    void an_item_that_is_left_out_is_no_failure_and_marked_skip() throws Exception {
        Attempt attempt = new Attempt(1, null, Duration.ZERO, null, null);
        tester = new FakeRecipeRun(
                here,
                job -> job.host().equals("n2") && job.options().skipExit().contains(42)
                        ? Outcome.skipped(job, attempt, 42, "exit code 42")
                        : FakeRecipeRun.success(job));
        given("mapfile-in", here + "/data.map").given("inputkey", "IN").given("skip-exit", "42");
        RecipeRun run = run("IN");
        assertThat(run.execute()).isZero();
        assertThat(Mapfile.readAny((Path) run.outputs().get("mapfile")).entries())
                .extracting(MapEntry::skip)
                .containsExactly(false, false, true);
    }

    @Test
    void what_cannot_be_meant_is_refused_before_anything_runs() throws Exception {
        assertThatThrownBy(() -> run().execute())
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--mapfile-in is missing");
        given("mapfile-in", file("twice.map", "n1 = [ /x/a.MS, /y/a.ms ]\n"));
        assertThatThrownBy(() -> run().execute())
                .isInstanceOf(MapfileException.class)
                .hasMessageStartingWith("two files would be one: job/a.tool on n1");
        given("mapfile-in", here + "/data.map").given("inputkeys", "A", "B");
        assertThatThrownBy(() -> run().execute())
                .hasMessage("--inputkeys has 2 keys for 1 input maps: B stands for none");
        given("inputkeys", "A").given("mapfile-out", here + "/twice.map");
        assertThatThrownBy(() -> run().execute())
                .isInstanceOf(MapfileException.class)
                .hasMessageContaining("the maps do not align");
        inputs.remove("mapfile-out");
        given("parset", file("bad.parset", "no key\n"));
        assertThatThrownBy(() -> run().execute())
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("bad.parset:1");
        assertThat(tester.jobs()).isEmpty();
    }
}
