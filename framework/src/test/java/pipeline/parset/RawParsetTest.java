package pipeline.parset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import pipeline.text.Json;
import tools.jackson.databind.JsonNode;

class RawParsetTest {

    private static final String TEXT = """
            # a pipeline as people write it
            ! field = {{ target }}   # of the night
            pipeline.steps = [ prepare,   # first
                               calibrate ]

            ndppp.argument.msin.baseline = [CR]S*&
            ndppp.argument.flags = "a # b" \\
                , c
            calib.control.type=bbs
            calib.control.url = http://host/a?b=c
            calib.control.type = dppp
            empty =
            """;

    @TempDir
    private Path directory;

    private static RawParset parset(String text) throws ParsetException {
        return RawParset.of("x.parset", text);
    }

    @Test
    void values_are_texts_whatever_stands_in_them() throws Exception {
        RawParset parset = parset(TEXT);

        assertThat(parset.keys())
                .containsExactly(
                        "! field",
                        "pipeline.steps",
                        "ndppp.argument.msin.baseline",
                        "ndppp.argument.flags",
                        "calib.control.type",
                        "calib.control.url",
                        "empty");
        assertThat(parset.get("! field")).contains("{{ target }}");
        assertThat(parset.get("ndppp.argument.msin.baseline")).contains("[CR]S*&");
        assertThat(parset.get("ndppp.argument.flags")).contains("\"a # b\", c");
        assertThat(parset.get("calib.control.type")).contains("dppp");
        assertThat(parset.get("calib.control.url")).contains("http://host/a?b=c");
        assertThat(parset.get("empty")).contains("");
        assertThat(parset.get("nothing")).isEmpty();
        assertThat(parset.list("pipeline.steps")).containsExactly("prepare", "calibrate");
        assertThat(parset.list("calib.control.type")).containsExactly("dppp");
        assertThat(parset.list("empty")).isEmpty();
        assertThat(parset.subset("calib.control.")).isEqualTo(Map.of("type", "dppp", "url", "http://host/a?b=c"));
    }

    @Test
    void it_is_written_back_as_it_was_read_but_for_what_was_changed() throws Exception {
        RawParset parset = parset(TEXT);

        assertThat(parset.text()).isEqualTo(TEXT);
        assertThat(parset.with("! field", "M 51").text()).isEqualTo(TEXT.replace("{{ target }}", "M 51"));
        assertThat(parset.with("calib.control.type", "none").text())
                .isEqualTo(TEXT.replace("calib.control.type = dppp", "calib.control.type = none"));
        assertThat(parset.with("pipeline.steps", "[]").text())
                .isEqualTo(TEXT.replace("[ prepare,   # first\n                   calibrate ]", "[]"));
        assertThat(parset.with("empty", "no more").text()).endsWith("empty = no more\n");
        assertThat(parset.with("new.key", "1").text()).isEqualTo(TEXT + "new.key = 1\n");
        assertThat(parset("a=1").with("a", "2").text()).isEqualTo("a= 2");
        assertThat(parset("a=1").with("b", "2").text()).isEqualTo("a=1\nb = 2\n");
    }

    static Stream<Path> samples() throws IOException {
        Path directory = Path.of("src/test/resources/parsets");
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".parset")).sorted().toList().stream();
        }
    }

    /** Python reads the same samples, see PythonParsetIT. */
    @ParameterizedTest
    @MethodSource("samples")
    void the_samples_are_read_and_changed_as_is_expected_of_them(Path file) throws Exception {
        JsonNode expected = Json.read(Files.readString(Path.of(file.toString().replace(".parset", ".json"))));
        if (expected.has("told")) {
            assertThatThrownBy(() -> RawParset.read(file))
                    .isInstanceOf(ParsetException.class)
                    .hasMessageStartingWith(file + ":" + expected.get("told").stringValue());
            return;
        }
        RawParset parset = RawParset.read(file);
        assertThat(Json.tree(parset.subset(""))).isEqualTo(expected.get("values"));
        expected.get("lists")
                .properties()
                .forEach(list -> assertThat(Json.tree(parset.list(list.getKey())))
                        .as(list.getKey())
                        .isEqualTo(list.getValue()));
        expected.get("subsets")
                .properties()
                .forEach(subset -> assertThat(Json.tree(parset.subset(subset.getKey())))
                        .as(subset.getKey())
                        .isEqualTo(subset.getValue()));
        for (JsonNode change : expected.get("changes")) {
            String old = change.get("old").stringValue();
            int place = parset.text().lastIndexOf(old);
            assertThat(parset.with(
                                    change.get("key").stringValue(),
                                    change.get("value").stringValue())
                            .text())
                    .isEqualTo(parset.text().substring(0, place)
                            + change.get("new").stringValue()
                            + parset.text().substring(place + old.length()));
        }
        for (JsonNode refused : expected.get("refused")) {
            assertThatThrownBy(() -> parset.with(
                            refused.get(0).stringValue(), refused.get(1).stringValue()))
                    .as(refused.toString())
                    .isInstanceOf(IllegalArgumentException.class);
        }
        Path copy = directory.resolve("copy");
        parset.write(copy);
        assertThat(copy).hasContent(parset.text());
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).containsExactly(copy);
        }
    }

    @ParameterizedTest
    @CsvSource({"a,'x # y'", "a,'x\ny = 1'", "a=b,1", "'#a',1", "a,' x'", "'',1"})
    void what_would_be_read_as_something_else_is_refused(String key, String value) throws Exception {
        RawParset parset = parset("a = 1\n");

        assertThatThrownBy(() -> parset.with(key, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("would be read as something else");
    }

    @ParameterizedTest
    @CsvSource({"'\n  words\n', 2:3: expected key = value", "' = 1', 1:2: expected a key before the '='"})
    void what_has_no_key_is_shown_where_it_is(String text, String told) {
        assertThatThrownBy(() -> parset(text))
                .isInstanceOf(ParsetException.class)
                .hasMessageStartingWith("x.parset:" + told.replace("''", "'"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lce019..21 | lce019,lce020,lce021",
                "lce019..lce021 | lce019,lce020,lce021",
                "sub1..3.clusterdesc | sub1.clusterdesc,sub2.clusterdesc,sub3.clusterdesc",
                "3*x | x,x,x",
                "2*n1..2 | n1,n2,n1,n2",
                "n3..1 | n3,n2,n1",
                "{n08..10} | n08,n09,n10",
                "n8..10 | n8,n9,n10",
                "plain | plain"
            })
    void ranges_stand_for_several(String element, String expected) {
        assertThat(ElementRange.expanded(element)).containsExactly(expected.split(",", -1));
    }
}
