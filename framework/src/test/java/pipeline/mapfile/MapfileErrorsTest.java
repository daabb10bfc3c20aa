package pipeline.mapfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.testing.Seed;

class MapfileErrorsTest {

    @TempDir
    Path directory;

    /** Each row: the text of a map, where the mistake is, and what is said about it; ⏎ is a line end. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // parset
                "n1 [ /a ]                          | 1:10 | expected key = value, but found no '=' on this line; a value goes on over lines inside brackets, or after a backslash at the end of the line",
                "n1 = [ /a, /b                      | 1:6  | this bracket is never closed, expected a ']'",
                "n1 = [ /a ]⏎n2 =                   | 2:5  | no value, expected [ file, file ], or [ ] for a host without files",
                "n1 = /a, /b                        | 1:6  | a comma, expected [ ] around several files, or quotes around a name with a comma",
                "n1 = /a n2 = /b                    | 1:6  | an '=' after a blank, expected [ ] around the files of each host if another host follows on the line, or quotes around a name with '='",
                "n1 = {a: b}                        | 1:6  | a record, expected [ file, file ]; quote a name that begins with a bracket",
                "n1 = [ /a, [/b] ]                  | 1:12 | brackets inside a list, expected the name of a file; quote a name that begins with a bracket",
                "n1 = [ '' ]                        | 1:8  | expected a file's name, but found an empty text",
                "'n 1' = [ /a ]                     | 1:1  | expected a host's name, but 'n 1' holds a blank",
                "n1 = /a⏎/n2 = /b                   | 2:1  | expected a host's name, but '/n2' holds a slash",
                "n1 = /a⏎-n2 = /b                   | 2:1  | expected a host's name, but '-n2' begins with a dash",
                "n[1-9999] = [ f[1-9999] ]          | 1:1  | 9999 hosts with 9999 files each, expected at most 10000000 entries in a map; a list in JSON or Python may be longer",
                // Python
                "[('n1', '/a'), ('n2')]             | 1:21 | expected a file's name in quotes, but found the closing bracket",
                "[('n1', '/a', False)]              | 1:15 | expected the end of this pair of host and file, but found a truth value; skip flags need records with names for host, file and skip",
                "[('n1', ['/a'])]                   | 1:9  | expected a file's name in quotes, but found a list",
                "[('n1' '/a')]                      | 1:3  | expected a host's name, but 'n1/a' holds a slash",
                "[('n1', None)]                     | 1:9  | expected a file's name in quotes, but found nothing",
                "[(1, '/a')]                        | 1:3  | expected a host's name in quotes, but found the number 1",
                "[('', '/a')]                       | 1:3  | expected a host's name, but '' is empty",
                "['n1', '/a']                       | 1:2  | expected a record of host and file, but found the text 'n1'",
                "[('n1', '/a'),⏎ ('n2', '/b')       | 1:1  | this bracket is never closed, expected a ']'",
                "[('n1', '/a'),,]                   | 1:15 | expected a value, but found ','",
                "[('n1', '/a'] | 1:13 | expected ',' or ')', but found ']'",
                "[('n1', '/a') ('n2', '/b')]        | 1:15 | expected ',' or ']', but found '('",
                "[('n1', '/a')] x                   | 1:16 | expected the end of the text here, but found 'x'",
                "[('n1', '/a)]                      | 1:9  | this text is never closed, expected ' on the same line",
                "[('n1', '''/a)]                    | 1:9  | this text is never closed, expected '''",
                "[('n1', f'/a')]                    | 1:9  | a text with the prefix f, expected a plain text; remove the prefix",
                "[('n1', '/\\N{BULLET}')]           | 1:11 | a character by its name, expected the character itself or \\u and its number",
                "[('n1', '/\\x4')]                  | 1:11 | expected 2 hexadecimal digits after \\x",
                "[('n1', '/\\U00110000')]           | 1:11 | there is no character with this number, expected at most 10ffff",
                "[('n1', '/\\ud800')]               | 1:9  | expected a file's name, but found half a surrogate pair, which UTF-8 cannot hold",
                "[('n1', '/\\0')]                   | 1:9  | expected a file's name, but found a NUL character, which no file's name can hold",
                "[('n1', open('/etc/passwd'))]      | 1:9  | expected a value, but found the word 'open'; a text needs quotes, and nothing is evaluated",
                "[('n1', 1d)]                       | 1:9  | expected a value, but '1d' is no number; a text needs quotes",
                "[{'host': 'n1'}]                   | 1:2  | this record has no file, expected at least host and file",
                "[{}]                            | 1:2  | this record has no host, expected at least host and file",
                "[{'host': 'a', 'file': 'b'},⏎ {'file': 'c'}] | 2:2 | this record has no host, expected at least host and file",
                "[{'host': 'a', 'fil': 'b'}]        | 1:16 | unknown key 'fil', the keys are host, file, skip and file_skip",
                "[{1: 'a'}]                     | 1:3  | expected a key, but found the number 1; the keys are host, file, skip and file_skip",
                "[{'host': 'a', 'host': 'b'}]       | 1:16 | the key host comes twice in this record, expected it once",
                "[{'host': 'a', 'file': 'b', 'skip': 'False'}] | 1:37 | skip must be True or False, but found the text 'False'; write it without quotes",
                "[{'host': 'a', 'file': 'b', 'skip': 0}]       | 1:37 | skip must be True or False, but found the number 0",
                "[{'host': 'a', 'file': 'b', 'skip': None}]    | 1:37 | skip must be True or False, but found nothing",
                "[{'host': 'a', 'file': 'b', 'skip': false}]   | 1:37 | expected a value, but found the word 'false'; write False",
                "[{'host': 'a', 'file': True, 'skip': true}]   | 1:24 | expected a file's name in quotes, but found a truth value",
                "[{'host': 'a', 'skip': true}]      | 1:24 | expected a value, but found the word 'true'; write True",
                "[{'host': 'a', 'skip': null}]      | 1:24 | expected a value, but found the word 'null'; write None",
                "[{'host': 'a', 'file': []}]        | 1:24 | expected at least one file in this list",
                "[{'host': 'a', 'file': '[ , ]'}]   | 1:24 | expected at least one file in this list",
                "[{'host': 'a', 'file': '[b,,c]'}]  | 1:24 | in the list in this text: expected a file's name, but found an empty text",
                "[{'host': 'a', 'file': \"[b,'c']\"}] | 1:24 | in the list in this text: expected all names in quotes or none, but found '\\'c\\''",
                "[{'host': 'a', 'file': \"['b',c]\"}] | 1:24 | in the list in this text: expected a value, but found the word 'c'; a text needs quotes, and nothing is evaluated",
                "[{'host': 'a', 'file': \"['b',1]\"}] | 1:24 | in the list in this text: expected a file's name in quotes, but found a number",
                "[{'host': 'a', 'file': \"['b'][]\"}] | 1:24 | in the list in this text: expected the end of the text here, but found '['",
                "[{'host': 'a', 'file': ['b'], 'file_skip': False}] | 1:44 | file_skip must be a list of True and False, one for each file, but found a truth value",
                "[{'host': 'a', 'file': ['b'], 'file_skip': ['x']}] | 1:45 | file_skip must be True or False, but found the text 'x'; write it without quotes",
                "[{'host': 'a', 'file': ['b'], 'file_skip': []}]    | 1:31 | file_skip and file differ in length (0 and 1), expected one flag for each file",
                "[{'host'}]                         | 1:9  | expected ':', but found '}'",
                "[{'host': }]                       | 1:11 | expected a value, but found '}'",
                "{'host': 'a', 'file': 'b'}         | 1:1  | expected a list of records, but found a dict; put [ before the first record and ] after the last",
                // JSON
                "[[\"n1\", \"/a\"]                  | 1:14 | the file ends inside a value, expected the closing quote or bracket",
                "[[\"n1\", \"/a                     | 1:12 | the file ends inside a value, expected the closing quote or bracket",
                "[[\"n1\" 1]]                       | 1:8  | not JSON: Unexpected character ('1' (code 49)): was expecting comma to separate Array entries",
                "[[\"n1\"], true]                   | 1:7  | expected a file's name in quotes, but found the closing bracket",
                "[[\"n1\", \"\\ud800\"]]            | 1:9  | expected a file's name, but found half a surrogate pair, which UTF-8 cannot hold",
                "[\"a\", \"b\"]                     | 1:2  | expected a record of host and file, but found the text 'a'",
                "[[\"n1\", \"/a\"]] 1               | 1:16 | expected the end of the file after the list",
                "{\"host\": \"a\", \"skip\": True}  | 1:23 | not JSON: Unrecognized token 'True': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
                "{\"host\": \"a\", \"file\": \"b\"}⏎[\"a\", \"b\"] | 2:1 | expected a record of host and file, but found a list",
                "{\"host\": \"a\", \"file\": \"b\"}⏎{\"host\": \"a\"} | 2:1 | this record has no file, expected at least host and file",
                "[{\"host\": \"a\", \"file\": \"b\", \"skip\": \"true\"}] | 1:37 | skip must be true or false, but found the text 'true'; write it without quotes",
                "[{\"host\": \"a\", \"file\": null}] | 1:24 | expected a file's name in quotes, but found nothing",
            })
    void a_mistake_is_shown_where_it_is(String text, String place, String problem) {
        assertMistake(text.replace('⏎', '\n'), place, problem);
    }

    private static void assertMistake(String text, String place, String problem) {
        MapfileException e = catchThrowableOfType(MapfileException.class, () -> Mapfile.readAny("a.map", text));
        assertThat(e).as("mistake in %s", text).isNotNull();
        assertThat(e.getMessage()).startsWith("a.map:" + place + ": " + problem + "\n");
        assertThat(e.problem()).isEqualTo(problem);
        assertThat(e.line() + ":" + e.column()).isEqualTo(place);
        String[] lines = e.getMessage().split("\n", -1);
        assertThat(lines).hasSize(3);
        assertThat(lines[1]).isEqualTo("  " + text.split("\n", -1)[e.line() - 1]);
        assertThat(lines[2]).isEqualTo(" ".repeat(e.column() + 1) + "^");
    }

    @Test
    void a_map_whose_jobs_no_memory_holds_is_refused_with_the_limit() throws Exception {
        DataMap hosts = Mapfile.readAny("big.map", "n[0-999999] = [ f ]");

        assertThatThrownBy(() -> Mapfile.refuseTooMany("big.map", hosts, 512L << 20))
                .isInstanceOf(MapfileException.class)
                .hasMessage(
                        "big.map: holds 1000000 entries for 1000000 hosts, for whose jobs this process has too little"
                                + " memory (512 MiB); give Java more, JAVA_OPTS=-Xmx4g for example, or split the map");
        Mapfile.refuseTooMany("big.map", hosts, 2L << 30);
    }

    @Test
    void a_device_without_an_end_is_read_up_to_a_limit_that_is_reported() {
        assertThatThrownBy(() -> Mapfile.read(Path.of("/dev/zero")))
                .isInstanceOf(MapfileException.class)
                .hasMessageContaining("/dev/zero: holds more than the ")
                .hasMessageContaining(" MiB that this process has memory for")
                .hasMessageContaining("JAVA_OPTS=-Xmx8g");
    }

    @Test
    void a_key_of_json_that_is_too_long_is_reported_with_its_place() {
        assertThatThrownBy(() -> Mapfile.read("a.map", "[{\"" + "k".repeat(60_000) + "\": 1}]"))
                .isInstanceOf(MapfileException.class)
                .hasMessageStartingWith("a.map:1:")
                .hasMessageContaining("too much for one value of a map: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", ".node1"})
    void a_host_that_no_job_can_have_is_refused_in_the_map(String host) {
        for (String text :
                List.of("[[\"%s\", \"/a\"]]", "[('%s', '/a')]", "[{\"host\": \"%s\", \"file\": \"/a\"}]", "%s = /a")) {
            assertThatThrownBy(() -> Mapfile.read("a.map", text.formatted(host)))
                    .isInstanceOf(MapfileException.class)
                    .hasMessageStartingWith("a.map:1:")
                    .hasMessageContaining("expected a host's name, but '" + host + "' begins with a dot");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "n1 = /data/*.ms          | 1:12 | a '*', and patterns are not replaced here",
                "n1 = [ /a, /b? ]         | 1:14 | a '?', and patterns are not replaced here",
                "n* = /a                  | 1:1  | 'n*' holds *, and patterns are not replaced here",
                "n1 = /a\u200b            | 1:8  | in the name of this file stands a character that cannot be seen (U+200B); delete it",
                "n1 = '/a\u00a0b'         | 1:9  | in the name of this file stands a character that cannot be seen (U+00A0); delete it",
                "[['n1', '/a\ufeff']]     | 1:12 | in the name of this file stands a character that cannot be seen (U+FEFF); delete it",
                "n\u00a01 = /a            | 1:2  | a character that cannot be seen (U+00A0)",
            })
    void what_nobody_sees_and_what_nobody_replaces_is_reported_with_its_place(
            String text, String place, String problem) {
        assertThatThrownBy(() -> Mapfile.read("a.map", text))
                .isInstanceOf(MapfileException.class)
                .hasMessageStartingWith("a.map:" + place + ": ")
                .hasMessageContaining(problem);
    }

    @Test
    void what_nobody_sees_may_be_meant_by_an_escape_and_a_pattern_by_quotes() throws Exception {
        assertThat(Mapfile.read("a.map", "[['n1', '/a\\u200b']]")
                        .entries()
                        .get(0)
                        .file())
                .isEqualTo("/a\u200b");
        assertThat(Mapfile.read("a.map", "[[\"n1\", \"/a\\u00a0\"]]")
                        .entries()
                        .get(0)
                        .file())
                .isEqualTo("/a\u00a0");
        assertThat(Mapfile.read("a.map", "n1 = '/a*'").entries().get(0).file()).isEqualTo("/a*");
    }

    @Test
    void the_mistakes_of_folded_names_are_shown_where_they_are() {
        assertThat(failure("n1 = [ /a/SB[x].MS ]"))
                .startsWith("a.map:1:14: ")
                .endsWith("; a name with brackets of its own needs quotes\n  n1 = [ /a/SB[x].MS ]\n" + " ".repeat(15)
                        + "^");
        assertThat(failure("n[1-] = [ /a ]"))
                .startsWith("a.map:1:5: ")
                .endsWith("; several hosts are written as in node[01-10],other\n  n[1-] = [ /a ]\n" + " ".repeat(6)
                        + "^");
        assertThat(failure("@gpu = [ /a ]")).startsWith("a.map:1:1: ").contains("groups cannot be used here");
        assertThat(failure("n1 n2 = [ /a ]")).startsWith("a.map:1:4: ");
    }

    @Test
    void what_is_not_json_says_so_with_the_words_of_the_parser() {
        assertThat(failure("{\"host\" \"a\"}"))
                .startsWith("a.map:1:9: not JSON: ")
                .endsWith("\n  {\"host\" \"a\"}\n          ^");
    }

    @Test
    void the_mistake_in_a_line_of_five_megabytes_is_shown_with_what_surrounds_it() {
        String record = "('lce001', '/data/scratch/L20852.MS'), ";
        String message = failure("[" + record.repeat(130_000) + "('lce001', 7), " + record + "]");
        String[] lines = message.split("\n", -1);
        assertThat(lines[0])
                .isEqualTo("a.map:1:" + (130_000 * record.length() + 13)
                        + ": expected a file's name in quotes, but found the number 7");
        assertThat(lines[1]).hasSize(108).startsWith("  ...").endsWith("...");
        assertThat(lines[1].charAt(lines[2].indexOf('^'))).isEqualTo('7');
    }

    @Test
    void lists_nested_without_end_are_refused() {
        assertThat(failure("[".repeat(1_000_000))).startsWith("a.map:1:3: expected a host's name in quotes");
        assertThat(failure("(".repeat(1_000_000))).startsWith("a.map:1:3: expected a host's name in quotes");
    }

    @Test
    void an_empty_map_is_an_error_that_says_so() {
        String problem =
                "a.map: holds no entries, so there is nothing to do; expected host = [ file, file ] or a list of"
                        + " records";
        for (String text : new String[] {"", "\n# nothing\n", "[]", "()", "[ # nothing\n]", "a = [ ]"}) {
            assertThat(catchThrowableOfType(MapfileException.class, () -> Mapfile.read("a.map", text)))
                    .hasMessage(problem);
        }
    }

    @Test
    void a_map_that_is_skipped_altogether_is_an_error_of_its_own_unless_asked_for() throws Exception {
        String text = "[{'host': 'a', 'file': 'b', 'skip': True}, {'host': 'a', 'file': 'c', 'skip': True}]";
        assertThat(catchThrowableOfType(MapfileException.class, () -> Mapfile.read("a.map", text)))
                .hasMessage(
                        "a.map: all of its entries (2) are marked skip, so there is nothing to do; set skip to False"
                                + " (false in JSON) where there is");
        assertThat(Mapfile.readAny("a.map", text).active()).isEmpty();
    }

    @Test
    void a_missing_file_is_named() {
        Path missing = directory.resolve("none.map");
        assertThat(catchThrowableOfType(MapfileException.class, () -> Mapfile.read(missing)))
                .hasMessageStartingWith(missing + ": no such file; check the path")
                .extracting(MapfileException::line)
                .isEqualTo(0);
    }

    @Test
    void a_name_that_is_not_utf_8_is_refused_where_it_stands() throws IOException {
        Path file = Files.write(
                directory.resolve("a.map"), new byte[] {'n', ' ', '=', ' ', 'c', 'a', 'f', (byte) 0xe9, '\n'});
        assertThat(catchThrowableOfType(MapfileException.class, () -> Mapfile.read(file)))
                .hasMessageStartingWith(file + ":1:8: the byte 0xe9 is not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"n/1", "-n", "n 1", "", "n\t1", "n\u0000", "\ud800"})
    void a_host_is_a_name_in_every_form(String host) {
        String quoted = TextQuoting.JSON.quote(host);
        assertThat(failure("[[" + quoted + ", \"/a\"]]")).startsWith("a.map:1:3: expected a host's name, but '");
    }

    @Test
    void no_text_gives_anything_but_a_map_or_a_mistake_with_its_place() {
        long seed = Seed.of(MapfileErrorsTest.class);
        Random random = new Random(seed);
        String[] texts = {
            "# c\nn[1-2] = [ /a, 'b c', \\\n \"d\" ] n3 = [ x[1,2] ]\nn4 = /e\n",
            "[('n1', '/a'), (u'n2', r\"b\\n\" 'x\\x41\\u00e9'),]",
            "[{'host': 'n1', 'file': ['a', \"b\"], 'skip': False, 'file_skip': [True, False]}, {'host': 'a', 'file': '[b, c]'}]",
            "[{\"host\": \"n1\", \"file\": [\"a\", \"b\\u00e9\"], \"skip\": false, \"file_skip\": [true, false]}, [\"a\", 1]]",
            "{\"host\": \"n1\", \"file\": \"/a\"}\n{\"host\": \"n2\", \"file\": \"[\\\"b\\\"]\", \"skip\": true}\n"
        };
        String marks = "'\"\\[](){},:=#\n\r -uxN0Tf\u00e9\0";
        for (int round = 0; round < 40_000; round++) {
            StringBuilder text = new StringBuilder(texts[random.nextInt(texts.length)]);
            for (int damage = random.nextInt(4); damage >= 0; damage--) {
                int place = random.nextInt(text.length());
                switch (random.nextInt(4)) {
                    case 0 -> text.deleteCharAt(place);
                    case 1 -> text.insert(place, marks.charAt(random.nextInt(marks.length())));
                    case 2 -> text.setCharAt(place, marks.charAt(random.nextInt(marks.length())));
                    default -> text.setLength(place + 1);
                }
                text.append(text.isEmpty() ? " " : "");
            }
            try {
                Mapfile.readAny("a.map", text.toString());
            } catch (MapfileException e) {
                assertThat(e.line()).isBetween(1, 20);
                assertThat(e.column()).isBetween(1, 200);
                assertThat(e.getMessage()).startsWith("a.map:").endsWith("^");
            }
        }
    }

    private static String failure(String text) {
        return catchThrowableOfType(MapfileException.class, () -> Mapfile.readAny("a.map", text))
                .getMessage();
    }
}
