package pipeline.mapfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MapfileFormsTest {

    private static final DataMap TWO = map(MapEntry.of("n1", "/a"), MapEntry.of("n2", "/b"));

    @TempDir
    Path directory;

    @Test
    void a_parset_names_the_files_of_each_host() throws Exception {
        check(MapfileForm.PARSET, "# two\nn1 = [ /a ]\nn2 = [ /b ]\n", TWO);
    }

    @Test
    void a_list_of_tuples_names_host_and_file() throws Exception {
        check(MapfileForm.TUPLES, "[('n1', '/a'), (\"n2\", \"/b\",),]", TWO);
        check(MapfileForm.TUPLES, "(['n1', '/a'], ['n2', '/b'])", TWO);
    }

    @Test
    void a_list_of_dicts_has_skip_flags() throws Exception {
        check(
                MapfileForm.DICTS,
                "[{'host': 'n1', 'file': '/a', 'skip': True}, {'skip': False, 'file': '/b', 'host': 'n2'},\n"
                        + " {'host': 'n3', 'file': '/c'}]",
                map(MapEntry.of("n1", "/a", true), MapEntry.of("n2", "/b"), MapEntry.of("n3", "/c")));
    }

    @Test
    void the_multi_form_has_lists_of_files_and_flags_for_each_file() throws Exception {
        check(
                MapfileForm.MULTI,
                "[{'host': 'n1', 'file': ['/a', '/b'], 'skip': False, 'file_skip': [False, True]},"
                        + " {'host': 'n2', 'file': ['/c', '/d'], 'skip': True}]",
                map(
                        MapEntry.of("n1", List.of("/a", "/b"), false, List.of(false, true)),
                        MapEntry.of("n2", List.of("/c", "/d"), true, List.of(true, true))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"[/a b, /c ]\"",
                "\"[/a b,/c]\"",
                "'[ /a b, /c, ]'",
                "\"['/a b', '/c']\"",
                "\"[u'/a b', '''/c''',]\"",
                "'[\"/a b\", \\'/c\\']'",
                "['/a b', '/c',]",
                "('/a b', '/c')"
            })
    void the_list_of_the_multi_form_may_stand_inside_a_text(String file) throws Exception {
        check(
                MapfileForm.MULTI,
                "[{'host': 'n1', 'file': " + file + ", 'skip': False, 'file_skip': [False, True]}]",
                map(MapEntry.of("n1", List.of("/a b", "/c"), false, List.of(false, true))));
    }

    @Test
    void json_has_the_same_records_and_pairs() throws Exception {
        check(
                MapfileForm.JSON,
                """
                [{"host": "n1", "file": "/a", "skip": true},
                 {"host": "n2", "file": ["/b", "/c"], "file_skip": [true, false]},
                 {"host": "n3", "file": "[/d, /e]"},
                 ["n4", "/f"]]""",
                map(
                        MapEntry.of("n1", "/a", true),
                        MapEntry.of("n2", List.of("/b", "/c"), false, List.of(true, false)),
                        MapEntry.of("n3", List.of("/d", "/e"), false),
                        MapEntry.of("n4", "/f")));
    }

    @Test
    void json_lines_has_an_object_on_each_line() throws Exception {
        check(
                MapfileForm.JSON_LINES,
                "{\"host\": \"n1\", \"file\": \"/a\"}\r\n\r\n{\"host\": \"n2\", \"file\": \"/b\", \"skip\": false}\r\n",
                TWO);
    }

    @Test
    void the_language_is_found_out_from_what_stands_in_the_file() throws Exception {
        String json = "[{\"host\": \"n1\", \"file\": \"/a\"}, {\"host\": \"n2\", \"file\": \"/b\"";
        check(MapfileForm.JSON, json + "}]", TWO);
        check(MapfileForm.JSON, json + ", \"skip\": false}]", TWO);
        check(MapfileForm.DICTS, json + ", \"skip\": False}]", TWO);
        check(MapfileForm.JSON, "\n # which\n" + json + "}, # end\n]", TWO);
        check(MapfileForm.DICTS, "# which\n" + json.replace("/a\"", "/\" \"a\"") + "}]", TWO);
        check(MapfileForm.DICTS, json.replace("/a", "/\\x61") + "}]", TWO);
        check(MapfileForm.DICTS, json.replace("\"/a", "u\"/a") + "}]", TWO);
        check(MapfileForm.JSON, json.replace("/a", "\\/\\u0061") + "}]", TWO);
        assertThat(Mapfile.readAny("x", "[]").size()).isZero();
        assertThat(Mapfile.readAny("x", "()").size()).isZero();
        assertThat(Mapfile.readAny("x", " # nothing").size()).isZero();
    }

    @Test
    void byte_order_marks_and_windows_line_ends_are_tolerated_in_every_form() throws Exception {
        check(MapfileForm.PARSET, "\ufeffn1 = [ /a ]\r\nn2 = /b\r\n", TWO);
        check(MapfileForm.TUPLES, "\ufeff[\r\n('n1', '/a'),\r\n('n2', '/b')\r\n]\r\n", TWO);
        check(MapfileForm.JSON, "\ufeff[\r\n[\"n1\", \"/a\"],\r\n[\"n2\", \"/b\"]\r\n]\r\n", TWO);
    }

    @Test
    void the_map_of_the_ancestors_manual_loads() throws Exception {
        String data = "/data/scratch/swinbank/L2010_20852_1/L20852_SB";
        String text = "  lce001=[ " + data + "000-uv.MS.dppp, " + data + "009-uv.MS.dppp, "
                + "/data/scratch/swinban k/L2010_20852_1/L20852_SB018-uv.MS.dppp, " + data
                + "027-uv.MS.dppp ] lce002=[ "
                + data + "001-uv.MS.dppp, " + data + "010-uv.MS.dppp, "
                + "/data/scratch/swinban k/L2010_20852_1/L20852_SB019-uv.MS.dppp ]\n"
                + "  lce003=[ " + data + "002-uv.MS.dppp, " + data + "011-uv.MS.dppp, "
                + "/data/scratch/swinban k/L2010_20852_1/L20852_SB020-uv.MS.dppp ]\n"
                + "  lce010=[ " + data + "028-uv.MS.dppp ]\n";
        DataMap map = Mapfile.read("manual", text);
        assertThat(map.hosts()).containsExactly("lce001", "lce002", "lce003", "lce010");
        assertThat(map.size()).isEqualTo(11);
        assertThat(map.entries().get(2))
                .hasToString("2: lce001:[/data/scratch/swinban k/L2010_20852_1/L20852_SB018-uv.MS.dppp]");
        assertThat(map.entries().get(10).file()).isEqualTo(data + "028-uv.MS.dppp");
    }

    @Test
    void folded_hosts_get_the_whole_list_and_folded_files_are_many() throws Exception {
        DataMap map = Mapfile.read("x", "lce[009-010],head = [ SB[00-01]/x.[1,3], \"SB[0].MS\" ]");
        assertThat(map.hosts()).containsExactly("lce009", "lce010", "head");
        assertThat(map.entries().subList(5, 10))
                .extracting(MapEntry::file)
                .containsExactly("SB00/x.1", "SB00/x.3", "SB01/x.1", "SB01/x.3", "SB[0].MS");
        assertThat(map.size()).isEqualTo(15);
        assertThat(Mapfile.read("x", "n1 = SB[1,3].MS").entries())
                .extracting(MapEntry::file)
                .containsExactly("SB1.MS", "SB3.MS");
    }

    @Test
    void a_host_that_comes_twice_keeps_all_its_files_in_the_order_of_the_file() throws Exception {
        assertThat(Mapfile.read("x", "a = [ 1, 1 ]\nb = 2\na = [ 3 ]\nc = [ ]"))
                .isEqualTo(map(
                        MapEntry.of("a", "1"), MapEntry.of("a", "1"), MapEntry.of("b", "2"), MapEntry.of("a", "3")));
    }

    @Test
    void every_escape_of_python_is_understood() throws Exception {
        assertThat(file("'\\\\ \\' \\\" \\a\\b\\f\\n\\r\\t\\v \\7\\101\\0411 \\x41\\u00e9\\U0001f600 \\d \\\n'"))
                .isEqualTo("\\ ' \" \u0007\b\f\n\r\t\u000b \u0007A!1 A\u00e9\ud83d\ude00 \\d ");
        assertThat(file("r'\\n\\'' u\"x\" # and\n '''a\r\nb''c\"''' \"\"\"d\"\"\" 'e\\\r\nf'"))
                .isEqualTo("\\n\\'xa\nb''c\"def");
    }

    @Test
    void every_escape_of_json_is_understood() throws Exception {
        assertThat(file("\"\\\" \\\\ \\/ \\b\\f\\n\\r\\t \\u0041\\ud83d\\ude00\""))
                .isEqualTo("\" \\ / \b\f\n\r\t A\ud83d\ude00");
    }

    @Test
    void a_map_of_job_results_may_hold_numbers() throws Exception {
        assertThat(Mapfile.read("x", "[{'host': 'a', 'file': -1.5e3}, {'host': 'a', 'file': [2, 'b']}]")
                        .entries())
                .extracting(MapEntry::files)
                .containsExactly(List.of("-1.5e3"), List.of("2", "b"));
        assertThat(Mapfile.read("x", "[{\"host\": \"a\", \"file\": 0.50}]").entries())
                .extracting(MapEntry::file)
                .containsExactly("0.50");
    }

    @ParameterizedTest
    @ValueSource(strings = {"h = [ %s ]", "[%s]", "[%s"})
    void two_hundred_thousand_entries_on_one_line_are_nothing_special(String frame) throws Exception {
        List<String> records = IntStream.range(0, 200_000)
                .mapToObj(i -> frame.startsWith("h")
                        ? (i % 2 == 0 ? "/data/" + i : "'/data/" + i + "'")
                        : frame.endsWith("]")
                                ? "('h', '/data/" + i + "')"
                                : "{\"host\": \"h\", \"file\": \"/data/" + i + "\"}")
                .toList();
        String text =
                frame.equals("[%s") ? String.join(" ", records) : String.format(frame, String.join(", ", records));
        DataMap map = Mapfile.read("x", text);
        assertThat(map.size()).isEqualTo(200_000);
        assertThat(map.entries().get(199_999)).hasToString("199999: h:[/data/199999]");
    }

    @Test
    void all_the_names_a_user_may_have_load() throws Exception {
        List<String> names = List.of(
                "a b",
                "it's",
                "\"x\"",
                "[1]",
                "a,b",
                "a:b",
                "100%",
                "d\u00e9j\u00e0",
                "a=b",
                "-rf",
                "#1",
                "~",
                "$(x)",
                "a\\b");
        List<MapEntry> entries = new ArrayList<>();
        names.forEach(name -> entries.add(MapEntry.of("h", name)));
        String list =
                "\"a b\", \"it's\", '\"x\"', '[1]', \"a,b\", a:b, 100%, d\u00e9j\u00e0, a=b, -rf, '#1', ~, $(x), a\\b,";
        assertThat(Mapfile.read("x", "h = [ " + list + " ]")).isEqualTo(DataMap.of(entries));
    }

    private void check(MapfileForm form, String text, DataMap expected) throws Exception {
        assertThat(Mapfile.read("text", text)).isEqualTo(expected);
        Path file = Files.write(directory.resolve("a.mapfile"), text.getBytes(StandardCharsets.UTF_8));
        assertThat(Mapfile.read(file)).isEqualTo(expected);
        assertThat(Mapfile.form(file)).isEqualTo(form);
    }

    private static String file(String literal) throws MapfileException {
        return Mapfile.read("x", "[[\"h\", " + literal + "]]").entries().get(0).file();
    }

    private static DataMap map(MapEntry... entries) {
        return DataMap.of(List.of(entries));
    }
}
