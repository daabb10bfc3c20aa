package pipeline.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapEntry;
import pipeline.mapfile.Mapfile;
import pipeline.mapfile.MapfileException;
import pipeline.mapfile.MapfileForm;
import pipeline.tester.RecipeResult;
import pipeline.tester.RecipeTest;
import pipeline.tester.RecipeTester;

/** Entries that fail or are left out shift no files of the jobs behind them: 244 entries in 5 maps go through four steps. */
class OwnFilesTest {

    private static final int[] SIZES = {60, 55, 50, 45, 34};

    private static final String RECIPE = """
            import java.nio.file.Path;
            import java.util.*;
            import pipeline.job.*;
            import pipeline.mapfile.*;
            import pipeline.recipe.*;

            public class Beams extends Recipe {
                private final Input<Integer> maps = input("maps", "how many").integer().required();

                @Override
                protected int run() throws Exception {
                    for (int i = 0; i < maps.get(); i++) {
                        Path data = Path.of(arg(i, "MAPFILE"));
                        Path last = data;
                        for (String name : List.of("a", "b", "c", "d")) {
                            last = step(name + i).input("data", data).input("last", last).input("name", name)
                                    .input("output-map", data + "." + name).runRecipe(Pass.class).map("output-map");
                        }
                    }
                    return error.isSet() ? 1 : 0;
                }
            }

            class Pass extends Recipe {
                private final Input<DataMap> data = input("data", "where it began").mapfile().required();
                private final Input<DataMap> last = input("last", "where it is").mapfile().required();
                private final Input<String> name = input("name", "of the step").text().required();
                private final Input<Path> outputMap = input("output-map", "what is made").outputFile().required();

                @Override
                protected int run() throws Exception {
                    List<DataMap> both = DataMap.align(data.get(), last.get());
                    Iterator<MapEntry> were = both.get(0).active().iterator();
                    List<ComputeJob> jobs = new ArrayList<>();
                    for (MapEntry entry : both.get(1).active()) {
                        String first = were.next().file();
                        jobs.add(ComputeJob.command(entry.host(), "sh", "-c",
                                "test -e $2.bad-$4 && exit 1; test -e $2.none-$4 && exit 42; read -r s < $1; read -r w < $2; echo $s $w > $3",
                                "sh", entry.file(), first, first + "." + name.get(), name.get()).skipExit(42));
                    }
                    writeMap(outputMap.get(), both.get(0).mapping(entry -> entry.withFile(entry.file() + "." + name.get())),
                            scheduleJobs(jobs));
                    return 0;
                }
            }
            """;

    @RegisterExtension
    static final RecipeTester TESTER = RecipeTester.hosts("h1");

    @Test
    void each_job_sees_its_own_file_whatever_became_of_those_before_it() throws Exception {
        Path recipe = Files.writeString(TESTER.directory().resolve("Beams.java"), RECIPE);
        RecipeTest beams = TESTER.recipe(recipe)
                .configure("remote", "method", "local")
                .configure("deploy", "job_wrapper", "[]")
                .configure(
                        "remote",
                        "node_directory",
                        TESTER.directory().resolve("node").toString())
                .configure(
                        "DEFAULT", "working_directory", TESTER.directory("h1").toString())
                .options("-p", "8")
                .input("maps", SIZES.length);
        for (int map = 0; map < SIZES.length; map++) {
            List<MapEntry> entries = new ArrayList<>();
            for (int i = 0; i < SIZES[map]; i++) {
                String file = "m" + map + "f" + i;
                beams.file("h1", file, file + "\n");
                entries.add(MapEntry.of("h" + i % 3, file));
            }
            Path file = TESTER.directory().resolve("map" + map);
            Mapfile.write(
                    file,
                    DataMap.of(entries).skipping(entry -> Set.of("m0f0", "m1f7").contains(entry.file())),
                    MapfileForm.DICTS);
            beams.arguments(file.toString());
        }
        beams.file("h1", "m0f5.bad-a", "").file("h1", "m2f9.bad-b", "").file("h1", "m3f1.none-b", "");

        RecipeResult run = beams.run();
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.started()).hasSize(242 + 241 + 239 + 239);
        assertThatAllIsInItsPlace(Set.of("m0f0", "m1f7", "m0f5", "m2f9", "m3f1"));

        Files.delete(TESTER.directory("h1").resolve("m0f5.bad-a"));
        Files.delete(TESTER.directory("h1").resolve("m2f9.bad-b"));
        run = beams.run();
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.started()).as(run.err()).hasSize(1 + 2 + 2 + 2);
        assertThatAllIsInItsPlace(Set.of("m0f0", "m1f7", "m3f1"));
    }

    /** A file holds its name once from each step, and once from the beginning. */
    private static void assertThatAllIsInItsPlace(Set<String> without) throws IOException, MapfileException {
        Set<String> leftOut = new TreeSet<>();
        for (int map = 0; map < SIZES.length; map++) {
            DataMap made = Mapfile.read(TESTER.directory().resolve("map" + map + ".d"));
            assertThat(made.entries()).hasSize(SIZES[map]);
            for (int i = 0; i < SIZES[map]; i++) {
                String name = "m" + map + "f" + i;
                MapEntry entry = made.entries().get(i);
                assertThat(entry.file()).isEqualTo(name + ".d");
                if (entry.skip()) {
                    leftOut.add(name);
                } else {
                    assertThat(TESTER.directory("h1").resolve(name + ".d"))
                            .hasContent(String.join(" ", name, name, name, name, name));
                }
            }
        }
        assertThat(leftOut).isEqualTo(new TreeSet<>(without));
    }
}
