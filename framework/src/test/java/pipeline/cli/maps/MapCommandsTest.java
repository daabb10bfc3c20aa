package pipeline.cli.maps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pipeline.cli.Terminal;
import pipeline.cli.engine.FakeEngine;
import pipeline.mapfile.Mapfile;
import pipeline.testing.FakeJobRunner;

/** The commands that make other maps of maps, and tell what is in them. */
class MapCommandsTest {

    @TempDir
    Path directory;

    private Terminal terminal;

    @BeforeEach
    void sit_down() throws IOException {
        terminal = new Terminal(directory, new FakeEngine(FakeJobRunner.succeeding()), List.of());
        write("a.map", """
                # sub-bands
                n1 = [ /d/a.MS, /d/b.MS ]
                # the second disk
                n2 = [ /d/c.MS ]  # slow
                # the end
                """);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private String out(String line) {
        assertThat(terminal.type(line.split(" ", -1)))
                .as("%s: %s", line, terminal.err())
                .isZero();
        return terminal.out();
    }

    @Test
    void another_form_keeps_order_and_comments() {
        assertThat(out("mapfile convert --form dicts a.map")).isEqualTo("""
                        [
                        # sub-bands
                        {'host': 'n1', 'file': '/d/a.MS', 'skip': False},
                        {'host': 'n1', 'file': '/d/b.MS', 'skip': False},
                        # the second disk
                        # slow
                        {'host': 'n2', 'file': '/d/c.MS', 'skip': False},
                        # the end
                        ]
                        """);
        assertThat(terminal.err()).isEmpty();
        out("mapfile convert --form dicts -o b.map a.map");
        assertThat(out("mapfile convert --form parset b.map")).isEqualTo("""
                        # sub-bands
                        n1 = [ /d/a.MS, /d/b.MS ]
                        # the second disk
                        # slow
                        n2 = [ /d/c.MS ]
                        # the end
                        """);
    }

    @Test
    void comments_that_a_form_cannot_hold_are_reported() {
        assertThat(out("mapfile convert --form jsonl a.map")).isEqualTo("""
                        {"host": "n1", "file": "/d/a.MS", "skip": false}
                        {"host": "n1", "file": "/d/b.MS", "skip": false}
                        {"host": "n2", "file": "/d/c.MS", "skip": false}
                        """);
        assertThat(terminal.err()).isEqualTo("4 comments are left out: jsonl has none\n");
        assertThat(terminal.type("mapfile", "convert", "a.map")).isEqualTo(2);
        assertThat(terminal.err()).startsWith("pipeline: say in which form: --form");
    }

    @Test
    void a_hash_in_a_name_is_no_comment() throws Exception {
        write("h.map", "[\n('n1', '/d/it\\'s #1'),  # one\n(\"n1\", r'/d/#\\2'),\n]\n");

        assertThat(out("mapfile convert --form tuples h.map"))
                .isEqualTo("[\n# one\n('n1', '/d/it\\'s #1'),\n('n1', '/d/#\\\\2'),\n]\n");
    }

    @Test
    void entries_are_marked_and_unmarked_in_their_places() {
        assertThat(out("mapfile skip --file b* --index 1,2 --form jsonl -o s.map a.map"))
                .isEmpty();
        assertThat(terminal.err()).startsWith("marked 1 entry\n");
        assertThat(directory.resolve("s.map")).content().contains("\"file\": \"/d/b.MS\", \"skip\": true");
        assertThat(out("mapfile prune s.map")).doesNotContain("b.MS").contains("a.MS", "c.MS");
        assertThat(out("mapfile skip --undo --host n1 s.map")).doesNotContain("true");
        assertThat(out("mapfile skip --host n1 a.map")).contains("'skip': True");
        assertThat(terminal.err()).isEqualTo("marked 2 entries\nwritten as dicts: parset cannot hold it\n");
        assertThat(terminal.type("mapfile", "skip", "a.map")).isEqualTo(2);
        assertThat(terminal.err()).startsWith("pipeline: say which entries: --host, --file or --index");
    }

    @ParameterizedTest
    @CsvSource({
        "--host n[2-9],/d/c.MS",
        "--file [ab].MS --not,/d/c.MS",
        "--file /d/c.*,/d/c.MS",
        "--index 2-7,/d/c.MS",
        "--file ?.MS --host n2,/d/c.MS"
    })
    void entries_are_chosen_by_host_name_and_place(String options, String file) {
        assertThat(out("mapfile filter --form tuples " + options + " a.map")).contains("('n2', '" + file + "')");
        assertThat(terminal.err()).isEqualTo("1 of 3 entries\n");
    }

    @Test
    void files_of_a_host_are_folded_and_expanded() {
        assertThat(out("mapfile fold -o f.map a.map")).isEmpty();
        assertThat(terminal.err()).isEqualTo("written as multi: parset cannot hold it\n");
        assertThat(directory.resolve("f.map"))
                .content()
                .contains(
                        "{'host': 'n1', 'file': ['/d/a.MS', '/d/b.MS'], 'skip': False, 'file_skip': [False, False]},");
        assertThat(out("mapfile expand --form parset f.map")).contains("n1 = [ /d/a.MS, /d/b.MS ]\n");
        assertThat(out("mapfile fold --size 1 --form parset a.map")).contains("n1 = [ /d/a.MS, /d/b.MS ]\n");
    }

    @Test
    void hosts_get_other_names() {
        assertThat(out("mapfile rehost a.map n[1-2]=lce[01-02] x=y"))
                .contains("lce01 = [ /d/a.MS, /d/b.MS ]\n", "lce02 = [ /d/c.MS ]\n");
        assertThat(terminal.err()).isEqualTo("not in the map: x\n");
        assertThat(terminal.type("mapfile", "rehost", "a.map", "n[1-2]=x")).isEqualTo(2);
        assertThat(terminal.err()).contains("has 2 hosts on the left and 1 on the right");
    }

    @Test
    void maps_are_merged_sorted_and_split() throws Exception {
        write("b.map", "n0 = [ /d/z.MS ]\nn2 = [ /d/c.MS ]\n");

        assertThat(out("mapfile merge --form tuples a.map b.map")).contains("c.MS'),\n", "z.MS");
        assertThat(terminal.err()).startsWith("1 entry comes again; --unique leaves them out\n");
        assertThat(out("mapfile merge --unique --form parset -o m.map b.map a.map"))
                .isEmpty();
        assertThat(out("mapfile sort m.map")).startsWith("n0 = [ /d/z.MS ]\n# sub-bands\nn1 = ");
        assertThat(out("mapfile sort --by file --reverse --form tuples m.map")).startsWith("[\n('n0', '/d/z.MS'),\n");
        assertThat(out("mapfile split --by host --directory parts m.map"))
                .isEqualTo("%1$s/m.n0.map\n%1$s/m.n2.map\n%1$s/m.n1.map\n".formatted(directory.resolve("parts")));
        assertThat(directory.resolve("parts/m.n0.map")).hasContent("n0 = [ /d/z.MS ]\n# the end\n");
        assertThat(out("mapfile split --by 3 --directory parts m.map"))
                .endsWith("m.001.map\n%s/m.002.map\n".formatted(directory.resolve("parts")));
    }

    @Test
    void what_left_and_came_is_reported() throws Exception {
        write("b.map", """
                {"host": "n2", "file": "/d/c.MS", "skip": true}
                {"host": "n1", "file": "/d/a.MS"}
                {"host": "n1", "file": "/d/a.MS"}
                """);

        assertThat(terminal.type("mapfile", "diff", "--output", "tsv", "a.map", "b.map"))
                .isEqualTo(1);
        assertThat(terminal.out()).isEqualTo("""
                        change\thost\tfile
                        left\tn1\t/d/b.MS
                        skipped\tn2\t/d/c.MS
                        came\tn1\t/d/a.MS
                        """);
        assertThat(terminal.err()).isEqualTo("1 came, 1 left, 1 skipped\n");
        assertThat(out("mapfile diff a.map a.map")).isEmpty();
    }

    @Test
    void entries_are_listed_and_counted() {
        assertThat(out("mapfile show --output csv a.map"))
                .isEqualTo(
                        "index,host,file,skip\r\n0,n1,/d/a.MS,false\r\n1,n1,/d/b.MS,false\r\n2,n2,/d/c.MS,false\r\n");
        assertThat(out("mapfile stat a.map")).isEqualTo("""
                        host  entries  skipped  files
                        n1          2        0      2
                        n2          1        0      1
                                    3        0      3
                        """);
    }

    @Test
    void maps_are_checked_as_a_run_checks_them() throws Exception {
        write("twice.map", "n1 = [ /d/a, /d/b, /d/a ]\n");
        write("empty.map", "");
        write("list.map", "# files\n/d/a.MS\n/d/b.MS\n");
        write("glob.map", "n1 = [ /d/*.MS ]\n");

        assertThat(out("mapfile validate a.map twice.map")).isEqualTo("""
                        a.map: parset, 3 entries, 0 of them skipped, hosts n[1-2]
                        twice.map: parset, 3 entries, 0 of them skipped, hosts n1
                        """);
        assertThat(terminal.err())
                .isEqualTo("twice.map: entry 2 (host n1) names '/d/a' again; pipeline mapfile merge --unique leaves out"
                        + " what comes again\n");
        assertThat(terminal.type("mapfile", "validate", "empty.map", "list.map", "glob.map", "a.map"))
                .isEqualTo(3);
        assertThat(terminal.err())
                .contains("empty.map: holds no entries")
                .contains(
                        "list.map:2:1: expected host = [ file, file ], but found a name; if this is a plain list of files,"
                                + " make a map of it: pipeline mapfile from ")
                .contains(
                        "glob.map:1:11: a '*', and patterns are not replaced here; find the files with pipeline mapfile scan");
        assertThat(terminal.out()).startsWith("a.map: parset");
    }

    @Test
    void maps_that_belong_together_are_aligned() throws Exception {
        write("sky.map", """
                {"host": "n1", "file": "/s/a"}
                {"host": "n1", "file": "/s/b", "skip": true}
                {"host": "n2", "file": "/s/c"}
                """);
        write("short.map", "n1 = [ /d/a ]\n");

        assertThat(out("mapfile align --directory aligned a.map sky.map"))
                .isEqualTo("%1$s/a.map\n%1$s/sky.map\n".formatted(directory.resolve("aligned")));
        assertThat(terminal.err()).isEqualTo("2 maps align: 3 entries, 1 of them skipped\n");
        assertThat(directory.resolve("aligned/a.map"))
                .content()
                .contains("'/d/b.MS', 'skip': True", "# the second disk\n");
        assertThat(terminal.type("mapfile", "align", "a.map", "short.map")).isEqualTo(3);
        assertThat(terminal.err()).contains("the maps do not align");
        assertThat(terminal.type("mapfile", "align", "--directory", ".", "a.map", "sky.map"))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("is the map that was read; name another directory");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "n1:/d/a.MS\\nn2:/d/b c.MS\\n | host:path",
                "# mine\\nn1\\t/d/a.MS\\nn2\\t/d/b c.MS\\tfalse | tsv",
                "file,host,size\\r\\n/d/a.MS,n1,3\\r\\n\"/d/b c.MS\",n2,4\\r\\n | csv",
                "n1,/d/a.MS\\nn2,\"/d/b c.MS\"\\n | csv",
                "n1:/d/a.MS\\0n2:/d/b c.MS\\0 | nul"
            })
    void a_list_in_any_format_becomes_a_map(String list, String format) throws Exception {
        write(
                "list",
                list.replace("\\n", "\n")
                        .replace("\\r", "\r")
                        .replace("\\t", "\t")
                        .replace("\\0", "\0"));

        assertThat(out("mapfile from --form parset list")).isEqualTo("n1 = [ /d/a.MS ]\nn2 = [ \"/d/b c.MS\" ]\n");
        assertThat(terminal.err()).isEqualTo("list: 2 entries, read as " + format + "\n");
    }

    @Test
    void a_list_of_names_needs_a_host() throws Exception {
        write("list", "/d/a.MS\n\n/d/b:c.MS\n");
        write("wrong", "n1:/d/a\n/d/b\n");

        assertThat(out("mapfile from --host n1 --form parset list")).isEqualTo("n1 = [ /d/a.MS, /d/b:c.MS ]\n");
        assertThat(terminal.type("mapfile", "from", "list")).isEqualTo(3);
        assertThat(terminal.err()).contains("list:1: names no host; say which one has the files: --host HOST");
        assertThat(terminal.type("mapfile", "from", "wrong")).isEqualTo(3);
        assertThat(terminal.err()).contains("wrong:2: expected host:path (read as host:path; --format says otherwise)");
        assertThat(terminal.type("mapfile", "from", "--format", "tab", "list")).isEqualTo(2);
    }

    @Test
    void a_map_is_not_taken_for_a_list_of_names() throws Exception {
        write("dicts", "[\n{'host': 'n1', 'file': '/d/a'},\n]\n");
        for (String map : List.of("a.map", "dicts")) {
            assertThat(terminal.type("mapfile", "from", "--host", "n1", map)).isEqualTo(3);
            assertThat(terminal.err()).contains(map + " is a map already; pipeline mapfile convert");
        }
        write("twice", "n1:/d/a\nn1:/d/a\n");
        out("mapfile from twice");
        assertThat(terminal.err()).isEqualTo("""
                        twice: 2 entries, read as host:path
                        entry 1 (host n1) names '/d/a' again; pipeline mapfile merge --unique leaves out what comes again
                        """);
    }

    @Test
    void a_list_is_not_taken_for_a_map_and_what_makes_one_of_it_is_reported() {
        assertThatThrownBy(() -> Mapfile.readAny("names.txt", "/d/a\n/d/b\n"))
                .hasMessageContaining("pipeline mapfile from names.txt -o names.txt.mapfile");
        assertThatThrownBy(() -> Mapfile.readAny("standard input", "/d/a\n"))
                .hasMessageContaining("pipeline mapfile from - -o my.mapfile");
    }

    @Test
    void patterns_in_quotes_and_hosts_outside_the_cluster_are_reported() throws Exception {
        write("odd.map", "n1 = [ '/d/*.MS', /d/a ]\nn9 = [ '/d/b*' ]\n");
        write("my.clusterdesc", "ClusterName = my\nCompute.Nodes = [ n1..3 ]\n");
        write("pipeline.cfg", "[cluster]\nclusterdesc = " + directory + "/my.clusterdesc\n");

        assertThat(out("mapfile validate odd.map")).startsWith("odd.map: parset, 3 entries");
        assertThat(terminal.err()).isEqualTo("""
                        odd.map: entry 0 (host n1) names '/d/*.MS' (and so on in 1 other), and nothing replaces a * here; if it is a pattern, find the files: pipeline mapfile scan n1 '/d/*.MS'
                        odd.map: not in the description of the cluster: n9
                        """);
    }
}
