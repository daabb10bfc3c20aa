package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapEntry;
import pipeline.mapfile.Mapfile;
import pipeline.recipe.Recipe;
import pipeline.tester.RecipeResult;
import pipeline.tester.RecipeTest;
import pipeline.tester.RecipeTester;

/** The recipes that make maps by names and the description of a cluster. */
class MappingRecipesTest {

    private static final String[] FILES = {
        "/net/sub1/lse001/data1/a.MS",
        "/net/sub2/lse002/data1/b.MS",
        "/net/sub1/lse001/data 2/c.MS",
        "/net/sub1/lse009/data1/d.MS",
        "/net/sub1/lse001/data1/e.MS"
    };

    @RegisterExtension
    static final RecipeTester tester = RecipeTester.hosts("node1");

    private static RecipeTest with(Class<? extends Recipe> recipe) throws IOException {
        return on(recipe, FILES);
    }

    private static RecipeTest on(Class<? extends Recipe> recipe, String... files) throws IOException {
        return tester.recipe(recipe)
                .masterFile("lofar.clusterdesc", "ClusterName = lofar\nSubClusters = [ sub1..2.clusterdesc ]\n")
                .masterFile(
                        "sub1.clusterdesc",
                        "ClusterName = sub1\nCompute.Nodes = [ lce001..003 ]\nStorage.Nodes = [ lse001 ]\n")
                .masterFile(
                        "sub2.clusterdesc",
                        "ClusterName = sub2\nCompute.Nodes = [ lce004 ]\nStorage.Nodes = [ lse002 ]\n")
                .input("mapfile", inTest("out.mapfile"))
                .arguments(files);
    }

    private static Path inTest(String name) {
        return tester.directory().resolve(name);
    }

    private static DataMap written() throws Exception {
        return Mapfile.read(inTest("out.mapfile"));
    }

    @Test
    void the_compute_nodes_of_each_sub_cluster_take_turns() throws Exception {
        RecipeResult run = with(Datamapper.class)
                .configure("cluster", "clusterdesc", inTest("lofar.clusterdesc").toString())
                .run();

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.result("mapfile").asString())
                .isEqualTo(inTest("out.mapfile").toString());
        assertThat(written().entries())
                .extracting(MapEntry::host, MapEntry::file)
                .containsExactly(
                        tuple("lce001", FILES[0]),
                        tuple("lce004", FILES[1]),
                        tuple("lce002", FILES[2]),
                        tuple("lce003", FILES[3]),
                        tuple("lce001", FILES[4]));
        assertThat(run.logs()).noneMatch(line -> line.contains("WARNING"));
    }

    private static RecipeTest bySize(String... files) throws IOException {
        return on(Datamapper.class, files)
                .masterFile("large.MS", "x".repeat(1000))
                .masterFile("a.MS", "x".repeat(400))
                .masterFile("b.MS", "x".repeat(500))
                .input("clusterdesc", inTest("sub1.clusterdesc"))
                .input("pattern", "/{path}")
                .input("by", "size");
    }

    @Test
    void by_size_the_nodes_get_as_many_bytes() throws Exception {
        RecipeResult run = bySize(
                        inTest("a.MS").toString(),
                        inTest("large.MS").toString(),
                        inTest("b.MS").toString())
                .run();

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(written().entries()).extracting(MapEntry::host).containsExactly("lce003", "lce001", "lce002");

        RecipeResult unknown = bySize("/net/sub1/a.MS").run();
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err())
                .contains("the size of /net/sub1/a.MS is not known", "--by round-robin needs no sizes");
    }

    @Test
    void a_sub_cluster_may_be_a_group_of_the_configuration_and_one_that_is_not_known_is_reported() throws Exception {
        RecipeTest test = with(Datamapper.class).configure("groups", "sub1", "n[1-2]");
        RecipeResult run = test.run();
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("nothing is known of sub-cluster sub2", "--clusterdesc FILE", "there is no group @sub2")
                .doesNotContain("sub-cluster sub1");
        assertThat(inTest("out.mapfile")).doesNotExist();

        assertThat(test.configure("groups", "sub2", "n9").run().exitCode()).isZero();
        assertThat(written().entries()).extracting(MapEntry::host).containsExactly("n1", "n9", "n2", "n1", "n2");
    }

    @Test
    void the_host_that_stores_a_file_stands_in_its_name() throws Exception {
        RecipeResult run = with(Storagemapper.class)
                .input("clusterdesc", inTest("lofar.clusterdesc"))
                .run();

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(written().entries())
                .extracting(MapEntry::host, MapEntry::file)
                .containsExactly(
                        tuple("lse001", "/data1/a.MS"),
                        tuple("lse002", "/data1/b.MS"),
                        tuple("lse001", "/data 2/c.MS"),
                        tuple("lse009", "/data1/d.MS"),
                        tuple("lse001", "/data1/e.MS"));
        assertThat(run.logs()).anyMatch(line -> line.endsWith("not in the description of cluster lofar: lse009"));
    }

    private static RecipeTest listed(String pattern, String... files) throws IOException {
        return on(Storagemapper.class, files)
                .masterFile("names.txt", "# sub-bands\n/data/host1/L2010/x.MS\n\n/data/host2/y.MS\n")
                .input("list", inTest("names.txt"))
                .input("pattern", pattern);
    }

    @Test
    void names_come_from_a_list_too_and_those_that_do_not_fit_are_reported_together() throws Exception {
        RecipeResult run = listed("/data/{host}/{path}", FILES).run();
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("/net/sub1/lse001/data1/a.MS does not fit --pattern /data/{host}/{path}", FILES[4]);

        assertThat(listed("/data/{host}/{path}").run().exitCode()).isZero();
        assertThat(written().entries())
                .extracting(MapEntry::host, MapEntry::file)
                .containsExactly(tuple("host1", "/L2010/x.MS"), tuple("host2", "/y.MS"));

        RecipeResult wrong = listed("/data/{hosts}/{path}").run();
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("has {subcluster}, {host} and {path}, each once at most");
        assertThat(listed("/data/{path}").run().err()).contains("--pattern must have {host}");
    }

    @Test
    void a_dry_run_prints_the_map_and_writes_none() throws Exception {
        RecipeResult run = with(Storagemapper.class).options("-n").run();
        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.out()).startsWith("lse001: /data1/a.MS\nlse002: /data1/b.MS\nlse001: '/data 2/c.MS'\n");
        assertThat(run.err()).doesNotContain("declared and not set");
        assertThat(inTest("out.mapfile")).doesNotExist();
    }
}
