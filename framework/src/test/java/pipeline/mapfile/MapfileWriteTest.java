package pipeline.mapfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pipeline.testing.Seed;
import pipeline.text.InvisibleCharacters;

class MapfileWriteTest {

    private static final DataMap PAIRS =
            map(MapEntry.of("n1", "/a b"), MapEntry.of("n1", "/c"), MapEntry.of("n2", "it's\n"));

    @TempDir
    Path directory;

    @Test
    void each_form_has_one_canonical_way() throws Exception {
        assertThat(written(MapfileForm.TUPLES, PAIRS)).isEqualTo("""
                [
                ('n1', '/a b'),
                ('n1', '/c'),
                ('n2', 'it\\'s\\n'),
                ]
                """);
        DataMap skipping = PAIRS.skipping(entry -> entry.index() == 1);
        assertThat(written(MapfileForm.DICTS, skipping)).isEqualTo("""
                [
                {'host': 'n1', 'file': '/a b', 'skip': False},
                {'host': 'n1', 'file': '/c', 'skip': True},
                {'host': 'n2', 'file': 'it\\'s\\n', 'skip': False},
                ]
                """);
        assertThat(written(MapfileForm.JSON_LINES, skipping)).isEqualTo("""
                {"host": "n1", "file": "/a b", "skip": false}
                {"host": "n1", "file": "/c", "skip": true}
                {"host": "n2", "file": "it's\\n", "skip": false}
                """);
        DataMap multi =
                map(MapEntry.of("n1", List.of("/a", "/b"), false, List.of(false, true)), MapEntry.of("n2", "/c", true));
        assertThat(written(MapfileForm.MULTI, multi)).isEqualTo("""
                [
                {'host': 'n1', 'file': ['/a', '/b'], 'skip': False, 'file_skip': [False, True]},
                {'host': 'n2', 'file': ['/c'], 'skip': True, 'file_skip': [True]},
                ]
                """);
        assertThat(written(MapfileForm.JSON, multi)).isEqualTo("""
                [
                {"host": "n1", "file": ["/a", "/b"], "skip": false, "file_skip": [false, true]},
                {"host": "n2", "file": "/c", "skip": true}
                ]
                """);
        DataMap quotes = map(
                MapEntry.of("n1", "/a b"),
                MapEntry.of("n1", "/c"),
                MapEntry.of("n2", "it's"),
                MapEntry.of("n,3", "\"x\""));
        assertThat(written(MapfileForm.PARSET, quotes)).isEqualTo("""
                n1 = [ "/a b", /c ]
                n2 = [ "it's" ]
                "n,3" = [ '"x"' ]
                """);
    }

    @Test
    void a_single_name_in_brackets_is_not_taken_for_a_list() throws Exception {
        assertThat(written(MapfileForm.DICTS, map(MapEntry.of("n1", "[a, b]"))))
                .isEqualTo("[\n{'host': 'n1', 'file': ['[a, b]'], 'skip': False},\n]\n");
    }

    @ParameterizedTest
    @EnumSource
    void an_empty_map_is_read_back_as_one(MapfileForm form) throws Exception {
        Path file = directory.resolve("empty.map");
        Mapfile.write(file, map(), form);
        assertThat(Mapfile.readAny(file)).isEqualTo(map());
    }

    @ParameterizedTest
    @EnumSource
    void what_was_written_is_read_back_whatever_the_names(MapfileForm form) throws Exception {
        long seed = Seed.of(MapfileWriteTest.class);
        Random random = new Random(seed);
        Path file = directory.resolve("round.map");
        int written = 0;
        for (int round = 0; round < 300; round++) {
            DataMap map = HostileMaps.map(random, form);
            if (FormLimits.refusal(form, map) == null) {
                Mapfile.write(file, map, form);
                assertThat(Mapfile.readAny(file)).isEqualTo(map);
                byte[] first = Files.readAllBytes(file);
                Mapfile.write(file, Mapfile.readAny(file), form);
                assertThat(Files.readAllBytes(file)).isEqualTo(first);
                written++;
            } else {
                assertThat(form).isIn(MapfileForm.PARSET, MapfileForm.TUPLES, MapfileForm.DICTS);
            }
        }
        assertThat(written).isGreaterThan(100);
    }

    @ParameterizedTest
    @EnumSource
    void every_character_that_a_name_can_hold_comes_back(MapfileForm form) throws Exception {
        List<MapEntry> entries = new ArrayList<>();
        for (int c = 1; c <= Character.MAX_CODE_POINT; c += c < 0x3100 ? 1 : 97) {
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                String character = Character.toString(c);
                boolean fitsParset = c != '\n'
                        && InvisibleCharacters.firstMistaken(character).isEmpty();
                if (form != MapfileForm.PARSET || fitsParset) {
                    entries.add(MapEntry.of("h", character));
                    entries.add(MapEntry.of("h", "a" + character + "b"));
                }
            }
        }
        Path file = directory.resolve("characters.map");
        Mapfile.write(file, DataMap.of(entries), form);
        assertThat(Mapfile.read(file)).isEqualTo(DataMap.of(entries));
    }

    @Test
    void a_form_that_cannot_hold_a_map_names_the_entry_and_one_that_can() {
        assertThat(refusal(MapfileForm.PARSET, PAIRS.skipping(entry -> entry.index() == 1)))
                .isEqualTo(
                        "the form PARSET cannot hold this map: entry 1 (host n1) is marked skip; write it as DICTS or"
                                + " JSON");
        assertThat(refusal(MapfileForm.PARSET, PAIRS))
                .isEqualTo(
                        "the form PARSET cannot hold this map: entry 2 (host n2) has a line end in the name 'it\\'s\\n';"
                                + " write it as TUPLES or JSON");
        assertThat(refusal(MapfileForm.PARSET, map(MapEntry.of("n1", "\"it's\""))))
                .isEqualTo(
                        "the form PARSET cannot hold this map: entry 0 (host n1) has both kinds of quotes in the name"
                                + " '\"it\\'s\"'; write it as TUPLES or JSON");
        assertThat(refusal(MapfileForm.PARSET, map(MapEntry.of("n'\"", "a"))))
                .contains("entry 0 (host n'\") has both kinds of quotes in the name 'n\\'\"'");
        assertThat(refusal(
                        MapfileForm.PARSET, map(MapEntry.of("a", "1"), MapEntry.of("b", "2"), MapEntry.of("a", "3"))))
                .isEqualTo("the form PARSET cannot hold this map: entry 2 (host a) comes after entries of another host;"
                        + " other readers of parsets keep only the last list of a host; write it as TUPLES or JSON");
        assertThat(refusal(MapfileForm.TUPLES, map(MapEntry.of("n1", List.of("a", "b"), false))))
                .isEqualTo(
                        "the form TUPLES cannot hold this map: entry 0 (host n1) has 2 files; write it as MULTI or JSON");
        assertThat(refusal(MapfileForm.DICTS, map(MapEntry.of("n1", List.of("a"), false, List.of(true)))))
                .isEqualTo("the form DICTS cannot hold this map: entry 0 (host n1) has a skip flag for its file alone;"
                        + " write it as MULTI or JSON");
    }

    @Test
    void a_form_that_fits_is_the_preferred_one_or_the_next_richer() {
        DataMap skipped = map(MapEntry.of("n1", "a", true));
        assertThat(Mapfile.fittingForm(MapfileForm.PARSET, map(MapEntry.of("n1", "a"))))
                .isEqualTo(MapfileForm.PARSET);
        assertThat(Mapfile.fittingForm(MapfileForm.PARSET, skipped)).isEqualTo(MapfileForm.DICTS);
        assertThat(Mapfile.fittingForm(MapfileForm.TUPLES, skipped)).isEqualTo(MapfileForm.DICTS);
        assertThat(Mapfile.fittingForm(MapfileForm.JSON_LINES, skipped)).isEqualTo(MapfileForm.JSON_LINES);
    }

    @Test
    void a_refused_map_leaves_the_old_file_as_it_was() throws Exception {
        Path file = directory.resolve("a.map");
        Files.writeString(file, "old");
        assertThat(catchThrowableOfType(MapfileException.class, () -> Mapfile.write(file, PAIRS, MapfileForm.PARSET)))
                .hasMessageStartingWith(file + ": the form PARSET cannot hold this map");
        assertThat(file).hasContent("old");
    }

    @Test
    void nothing_but_the_file_is_left_in_its_directory() throws Exception {
        Mapfile.write(directory.resolve("a.map"), PAIRS, MapfileForm.JSON);
        Mapfile.write(directory.resolve("a.map"), PAIRS, MapfileForm.DICTS);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(directory.resolve("a.map"));
        }
        assertThat(Mapfile.read(directory.resolve("a.map"))).isEqualTo(PAIRS);
    }

    @Test
    void a_link_stays_a_link() throws Exception {
        Path target = Files.writeString(directory.resolve("target.map"), "old");
        Path link = Files.createSymbolicLink(directory.resolve("link.map"), target);
        Mapfile.write(link, PAIRS, MapfileForm.TUPLES);
        assertThat(link).isSymbolicLink();
        assertThat(Mapfile.read(target)).isEqualTo(PAIRS);
    }

    @Test
    void a_directory_is_not_replaced() {
        assertThat(catchThrowableOfType(
                        MapfileException.class, () -> Mapfile.write(directory, PAIRS, MapfileForm.JSON)))
                .hasMessage(directory + ": is no regular file, expected one to replace");
    }

    @Test
    void a_file_that_cannot_be_written_is_named_with_the_reason() {
        Path file = directory.resolve("none/a.map");
        assertThat(catchThrowableOfType(MapfileException.class, () -> Mapfile.write(file, PAIRS, MapfileForm.JSON)))
                .hasMessageStartingWith(file + ": cannot be written (java.nio.file.NoSuchFileException")
                .hasMessageEndingWith("); check that its directory exists and is yours");
    }

    private String written(MapfileForm form, DataMap map) throws MapfileException, IOException {
        Path file = directory.resolve("written.map");
        Mapfile.write(file, map, form);
        assertThat(Mapfile.readAny(file)).isEqualTo(map);
        return Files.readString(file);
    }

    private String refusal(MapfileForm form, DataMap map) {
        return catchThrowableOfType(MapfileException.class, () -> Mapfile.write(directory.resolve("x.map"), map, form))
                .problem();
    }

    private static DataMap map(MapEntry... entries) {
        return DataMap.of(List.of(entries));
    }
}
