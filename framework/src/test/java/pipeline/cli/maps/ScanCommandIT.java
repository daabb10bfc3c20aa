package pipeline.cli.maps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.cli.MapReadingRecipe;
import pipeline.cli.MapShowingRecipe;
import pipeline.cli.Terminal;
import pipeline.cli.engine.EngineFactory;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.Mapfile;
import pipeline.testing.LeakCheck;
import pipeline.testing.LoopbackPort;
import pipeline.testing.OpenSshServer;

/** Finding files on hosts, with the mini cluster, on this machine and by OpenSSH. */
class ScanCommandIT {

    @RegisterExtension
    static final OpenSshServer SERVER = OpenSshServer.create();

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    @TempDir
    Path directory;

    private Terminal terminal;

    @BeforeEach
    void sit_down() throws IOException {
        Files.createDirectories(directory.resolve("data/b.MS"));
        Files.writeString(directory.resolve("data/a.csv"), "1\n");
        terminal = new Terminal(
                directory,
                new EngineFactory(Map.of("HOME", directory.toString())),
                List.of(MapShowingRecipe.class, MapReadingRecipe.class));
    }

    @Test
    void the_map_has_the_files_of_every_host_in_order() throws Exception {
        assertThat(terminal.type("mapfile", "scan", "--mini-cluster", "node[2,1]", "data/*"))
                .isZero();
        assertThat(terminal.out()).isEqualTo("""
                        [
                        {'host': 'node2', 'file': 'data/a.csv', 'skip': False},
                        {'host': 'node2', 'file': 'data/b.MS', 'skip': False},
                        {'host': 'node1', 'file': 'data/a.csv', 'skip': False},
                        {'host': 'node1', 'file': 'data/b.MS', 'skip': False},
                        ]
                        """);
        assertThat(terminal.err()).isEqualTo("found 4 files on 2 of 2 hosts\n");
    }

    @Test
    void sizes_and_times_are_printed_instead_of_a_map() throws Exception {
        Files.writeString(directory.resolve("pipeline.cfg"), "[remote]\nmethod = local\n");

        assertThat(terminal.type("mapfile", "scan", "lce[001-002]", "data/*", "--type", "file", "--output", "tsv"))
                .isZero();
        assertThat(terminal.out()).matches("""
                        host\tfile\ttype\tsize\tmodified
                        lce001\tdata/a.csv\tfile\t2\t20..-..-..T..:..:.*Z
                        lce002\tdata/a.csv\tfile\t2\t20..-..-..T..:..:.*Z
                        """);
        assertThat(terminal.type("mapfile", "scan", "n1", "data/*", "--output", "csv", "--form", "json"))
                .isEqualTo(2);
        assertThat(terminal.err()).startsWith("pipeline: --output prints no map");
    }

    @Test
    void where_nothing_fits_is_reported_and_is_no_success() throws Exception {
        assertThat(terminal.type("mapfile", "scan", "--mini-cluster", "node1", "data/*.txt", "-o", "x.map"))
                .isEqualTo(1);
        assertThat(terminal.err()).isEqualTo("found 0 files on 0 of 1 host\n");
        assertThat(directory.resolve("x.map")).doesNotExist();
    }

    @Test
    void a_map_that_lacks_a_host_is_not_written_unless_it_is_asked_for() throws Exception {
        String up = SERVER.hosts().get(0);
        Path ssh = SERVER.writeConfig(
                "Host away\n  HostName 127.0.0.1\n  Port " + LoopbackPort.freeOn(List.of("127.0.0.1")) + "\n");
        Files.writeString(directory.resolve("pipeline.cfg"), "[remote]\nssh_config = " + ssh + "\n");
        String pattern = directory + "/data/*.csv";

        assertThat(terminal.type("mapfile", "scan", up + ",away", pattern, "-o", "x.map"))
                .isEqualTo(4);
        assertThat(terminal.err())
                .startsWith("away: ")
                .endsWith("no map is written, since away did not answer; --partial writes one without\n");
        assertThat(directory.resolve("x.map")).doesNotExist();

        assertThat(terminal.type(
                        "mapfile", "scan", up + ",away", pattern, "-o", "x.map", "--partial", "--form", "parset"))
                .isEqualTo(4);
        assertThat(directory.resolve("x.map")).hasContent(up + " = [ " + directory + "/data/a.csv ]\n");
        DataMap map = Mapfile.read(directory.resolve("x.map"));
        assertThat(map.hosts()).containsExactly(up);
    }

    @Test
    void a_recipe_takes_files_on_hosts_for_a_map_and_tells_what_left_and_came() throws Exception {
        String map = "node[1-2]:data/*.csv";
        assertThat(terminal.type("map_showing_recipe", "-j", "x", "--mini-cluster", map))
                .isZero();
        assertThat(terminal.out()).isEqualTo("node1 data/a.csv\nnode2 data/a.csv\n");
        assertThat(terminal.err()).startsWith("found 2 files on 2 of 2 hosts\n");

        Files.move(directory.resolve("data/a.csv"), directory.resolve("data/b.csv"));
        for (String dry : List.of("-n", "-v")) {
            assertThat(terminal.type("map_showing_recipe", "-j", "x", "--mini-cluster", dry, map))
                    .isZero();
            assertThat(terminal.err())
                    .contains(
                            "WARNING map_showing_recipe: " + map
                                    + " is not what it was in the last run of this job: 2 came, 2 left (node1 data/a.csv left, ");
        }
        assertThat(terminal.type("map_showing_recipe", "-j", "x", "--mini-cluster", map))
                .isZero();
        assertThat(terminal.err()).doesNotContain("is not what it was");
    }

    @Test
    void a_dry_run_tells_for_each_host_on_how_many_bytes_jobs_would_run_where_that_is_known() throws Exception {
        Files.write(directory.resolve("data/c.csv"), new byte[3000]);
        assertThat(planned("node1:data/*")).isEqualTo("""
                        found 3 files on 1 of 1 host
                        dry run: 3 jobs would run on 2.9K in 2 of 3 files; what follows depends on their outcomes
                        """);
        assertThat(planned("node[1-2]:data/a.*")).isEqualTo("""
                        found 2 files on 2 of 2 hosts
                        node[1-2] (2 hosts): 1 job on each would run on 2 bytes in 1 file each
                        dry run: 2 jobs would run on 4 bytes in 2 files; what follows depends on their outcomes
                        """);
        assertThat(planned("node1:data/*.MS")).isEqualTo("""
                        found 1 file on 1 of 1 host
                        bytes are not known: what was found are directories, and no host was asked how much is in them
                        dry run: 1 job would run; what follows depends on their outcomes
                        """);
        Files.writeString(directory.resolve("in.map"), "node1 = [ data/a.csv, data/c.csv ]\nnode2 = [ data/a.csv ]\n");
        assertThat(planned(directory.resolve("in.map").toString())).isEqualTo("""
                        node1: 2 jobs would run
                        node2: 1 job would run
                        bytes are not known: the map has no sizes; pipeline hosts check MAP asks the hosts
                        dry run: 3 jobs would run; what follows depends on their outcomes
                        """);
        assertThat(planned("node1:data/*.csv", "true"))
                .as("a file that two jobs read")
                .endsWith("dry run: 4 jobs would run on 2.9K in 2 files; what follows depends on their outcomes\n");
        assertThat(terminal.type("map_reading_recipe", "-j", "x", "--mini-cluster", "node1:data/a.*"))
                .as("%s", terminal.err())
                .isZero();
        assertThat(planned("node1:data/*.csv"))
                .endsWith("dry run: 1 of 2 jobs would run on 2.9K in 1 file; what follows depends on their outcomes\n");
    }

    private String planned(String map, String... more) {
        List<String> words = new ArrayList<>(List.of("map_reading_recipe", "-j", "x", "--mini-cluster", "-n", map));
        words.addAll(List.of(more));
        assertThat(terminal.type(words.toArray(String[]::new)))
                .as("%s: %s", map, terminal.err())
                .isZero();
        return terminal.err();
    }

    @Test
    void an_input_takes_files_on_hosts_for_a_map_too_and_tells_of_changes() throws Exception {
        String[] words = {"map_showing_recipe", "-j", "x", "--mini-cluster", "--map", "node[1-2]:data/*.csv"};
        assertThat(terminal.type(words)).isZero();
        assertThat(terminal.out()).isEqualTo("node1 data/a.csv\nnode2 data/a.csv\n");
        Files.move(directory.resolve("data/a.csv"), directory.resolve("data/b.csv"));
        assertThat(terminal.type(words)).isZero();
        assertThat(terminal.err()).contains("is not what it was in the last run of this job: 2 came, 2 left");

        Path map = Files.writeString(directory.resolve("a.map"), "n1 = [ /d/a, /d/a ]\n");
        assertThat(terminal.type("map_showing_recipe", "-j", "y", "--mini-cluster", "--map", map.toString()))
                .isZero();
        assertThat(terminal.err()).contains(map + ": entry 1 (host n1) names '/d/a' again");
        assertThat(terminal.type("map_showing_recipe", "-j", "y", "--mini-cluster", "--map", "node1:data/*.txt"))
                .isOne();
        assertThat(terminal.err()).contains("'node1:data/*.txt' is no map, since nothing fits on any of the hosts");
    }

    @Test
    void a_recipe_tells_of_hosts_that_the_cluster_does_not_have() throws Exception {
        Path cluster = Files.writeString(directory.resolve("my.clusterdesc"), "Compute.Nodes = [ n1..2 ]\n");
        Files.writeString(directory.resolve("pipeline.cfg"), "[cluster]\nclusterdesc = " + cluster + "\n");
        Path map = Files.writeString(directory.resolve("a.map"), "n1 = [ /d/a ]\nn[8-9] = [ /d/a ]\n");

        assertThat(terminal.type("map_showing_recipe", "-j", "x", "--mini-cluster", map.toString()))
                .isZero();
        assertThat(terminal.err())
                .contains("WARNING map_showing_recipe: " + map + ": not in the description of the cluster: n[8-9]\n");
    }

    @Test
    void a_recipe_does_not_begin_when_files_on_hosts_cannot_all_be_reported() throws Exception {
        Files.createSymbolicLink(directory.resolve("data/c.csv"), Path.of("nowhere"));

        assertThat(terminal.type("map_showing_recipe", "-j", "x", "--mini-cluster", "node1:data/*.csv"))
                .isEqualTo(1);
        assertThat(terminal.err())
                .contains("data/c.csv is a link that leads nowhere")
                .contains("'node1:data/*.csv' is no map of all that there is")
                .contains("pipeline mapfile scan --partial -o FILE node1 'data/*.csv'");
        assertThat(terminal.type("map_showing_recipe", "-j", "x", "--mini-cluster", "node1:data/*.txt"))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("'node1:data/*.txt' is no map, since nothing fits on any of the hosts");
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void a_map_that_changed_is_reported_and_a_file_that_comes_twice_too() throws Exception {
        Path map = Files.writeString(directory.resolve("a.map"), "n1 = [ /d/a, /d/a ]\n");
        assertThat(terminal.type("map_showing_recipe", "-j", "x", "--mini-cluster", map.toString()))
                .isZero();
        assertThat(terminal.err())
                .contains("WARNING map_showing_recipe: " + map + ": entry 1 (host n1) names '/d/a' again");

        Files.writeString(map, "n1 = [ /d/a ]\n");
        assertThat(terminal.type("map_showing_recipe", "-j", "x", "--mini-cluster", map.toString()))
                .isZero();
        assertThat(terminal.err()).contains("is not what it was in the last run of this job: 1 left (n1 /d/a left)");
        assertThat(terminal.type("map_showing_recipe", "-j", "other", "--mini-cluster", map.toString()))
                .isZero();
        assertThat(terminal.err()).doesNotContain("WARNING");
    }

    @Test
    void hosts_that_lead_nowhere_and_options_that_are_wrong_are_refused_before_anything_is_done() {
        assertThat(terminal.type("mapfile", "scan", "no-such-host.invalid", "/data/*"))
                .isEqualTo(3);
        assertThat(terminal.err()).contains("no-such-host.invalid");
        assertThat(terminal.type("mapfile", "scan", "n[1-", "/data/*")).isEqualTo(2);
        assertThat(terminal.err()).startsWith("pipeline: HOSTSET: ");
        assertThat(terminal.type("mapfile", "scan", "n1", "/data/*", "--type", "dir"))
                .isEqualTo(2);
        assertThat(terminal.err()).startsWith("pipeline: --type must be one of any, file, directory, but was dir");
        assertThat(terminal.type("mapfile", "scan", "n1", "/data/*", "--form", "jsn"))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("did you mean json?");
        assertThat(terminal.type("mapfile", "scn")).isEqualTo(2);
        assertThat(terminal.err()).contains("there is no command mapfile scn; did you mean scan?");
        assertThat(terminal.type("mapfile")).isZero();
        assertThat(terminal.out()).contains("\n  scan ");
    }
}
