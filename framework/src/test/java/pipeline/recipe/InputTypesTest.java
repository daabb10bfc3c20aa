package pipeline.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DayOfWeek;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pipeline.recipe.spi.DeclarationException;
import pipeline.recipe.spi.GivenInput;
import pipeline.recipe.spi.GivenInputs;
import pipeline.recipe.spi.RecipeControl;

/** What each type of input takes, and what it says of what it does not take. */
class InputTypesTest {

    @TempDir
    Path here;

    private final Map<String, Function<InputDeclaration, TypedInput<?>>> types = new HashMap<>();

    /** One input, declared by a test. */
    private static final class OneInput extends Recipe {
        private final Input<?> input;

        OneInput(Function<InputDeclaration, Input<?>> type) {
            input = type.apply(input("x", "what it is"));
        }

        @Override
        protected int run() {
            return 0;
        }
    }

    @BeforeEach
    void some_files_and_all_types() throws IOException {
        Files.writeString(here.resolve("data.map"), "n1 = [ a ]\n");
        Files.writeString(here.resolve("bad.map"), "n1 = [ a\n");
        Files.createFile(
                here.resolve("closed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.createDirectory(here.resolve("dir"));
        types.put("text", InputDeclaration::text);
        types.put("int", InputDeclaration::integer);
        types.put("small", input -> input.integer(1, 9));
        types.put("long", InputDeclaration::longInteger);
        types.put("decimal", InputDeclaration::decimal);
        types.put("radius", input -> input.decimal(0, 2.5));
        types.put("day", input -> input.choice(DayOfWeek.class));
        types.put("word", input -> input.choice("linear", "cubic"));
        types.put("duration", InputDeclaration::duration);
        types.put("size", InputDeclaration::size);
        types.put("date", InputDeclaration::date);
        types.put("instant", InputDeclaration::instant);
        types.put("hosts", InputDeclaration::hosts);
        types.put("path", InputDeclaration::path);
        types.put("file", InputDeclaration::file);
        types.put("directory", InputDeclaration::directory);
        types.put("output file", InputDeclaration::outputFile);
        types.put("output directory", InputDeclaration::outputDirectory);
        types.put("mapfile", input -> input.mapfile());
        types.put("program", InputDeclaration::nodeExecutable);
        types.put("even", input -> input.integer().check(n -> n % 2 == 0, "must be even"));
        types.put("numbers", input -> input.integer(0, 99).list());
        types.put("few", input -> input.text().list().check(list -> list.size() < 3, "must be at most two"));
        types.put("weights", input -> input.decimal().dict());
        types.put(
                "point",
                input -> input.as(int[].class, "X,Y", "a point such as 1,2", text -> {
                    String[] parts = text.split(",", -1);
                    return parts.length == 2
                            ? new int[] {Integer.parseInt(parts[0]), Integer.parseInt(parts[1])}
                            : null;
                }));
    }

    private Object typed(String type, String... texts) {
        return value(type, GivenInput.typed("x", List.of(texts)));
    }

    private Object value(String type, GivenInput given) {
        OneInput recipe = new OneInput(input ->
                types.getOrDefault(type, InputDeclaration::text).apply(input).required());
        RecipeControl.of(recipe).accept((GivenInputs) option -> Optional.of(given));
        return recipe.input.get();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "text      | a  b                 | a  b",
                "int       | -2147483648          | -2147483648",
                "int       | +7                   | 7",
                "small     | 9                    | 9",
                "long      | 9223372036854775807  | 9223372036854775807",
                "decimal   | 1                    | 1.0",
                "decimal   | -.5e-3               | -5.0E-4",
                "radius    | 2.5                  | 2.5",
                "day       | monday               | MONDAY",
                "day       | Monday               | MONDAY",
                "word      | cubic                | cubic",
                "duration  | 1h30m                | PT1H30M",
                "size      | 4G                   | 4294967296",
                "date      | 2026-02-28           | 2026-02-28",
                "instant   | 2026-10-28T14:14:18  | 2026-10-28T14:14:18Z",
                "instant   | 2026-10-28T15:14:18+01:00 | 2026-10-28T14:14:18Z",
                "instant   | 2026-10-28           | 2026-10-28T00:00:00Z",
                "hosts     | lce[009-011],a       | [lce009, lce010, lce011, a]",
                "path      | no/such              | no/such",
                "file      | HERE/data.map        | HERE/data.map",
                "directory | HERE/dir             | HERE/dir",
                "output file      | HERE/new      | HERE/new",
                "output directory | HERE/a/b      | HERE/a/b",
                "program   | wsclean              | wsclean",
                "even      | 4                    | 4",
                "numbers   | 4                    | [4]",
                "weights   | CS001=1.5            | {CS001=1.5}",
                "weights   | a==1                 | \"\"",
            })
    void a_text_becomes_a_value(String type, String text, String value) {
        if (value.isEmpty()) {
            assertThatThrownBy(() -> typed(type, here(text))).isInstanceOf(UsageException.class);
        } else {
            assertThat(typed(type, here(text))).hasToString(here(value));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "int       | 2147483648    | must be a whole number from -2147483648 to 2147483647, but was 2147483648",
                "int       | 1.0           | must be a whole number, but was 1.0",
                "int       | ٣             | must be a whole number, but was '٣'",
                "small     | 0             | must be a whole number from 1 to 9, but was 0",
                "small     | \"\"          | must be a whole number from 1 to 9, but was ''",
                "long      | 9223372036854775808 | must be a whole number from -9223372036854775808 to 9223372036854775807, but was",
                "decimal   | NaN           | must be a number, but was NaN",
                "decimal   | 1e999         | must be a number, but was 1e999",
                "decimal   | 0x1p3         | must be a number, but was 0x1p3",
                "decimal   | 1d            | must be a number, but was 1d",
                "radius    | 2.51          | must be a number from 0 to 2.5, but was 2.51",
                "day       | mondya        | must be one of monday, tuesday, wednesday, thursday, friday, saturday, sunday,"
                        + " but was mondya; did you mean monday?",
                "word      | LINEAR        | must be one of linear, cubic, but was LINEAR; did you mean linear?",
                "duration  | 0             | must be a time above zero such as 90, 90s, 2m, 1h30m or 1d, but was 0",
                "size      | 4GB           | must be a size above zero such as 512M, 4G or 1T (K, M, G and T are powers of 1024),"
                        + " but was 4GB",
                "date      | 2026-02-30    | must be a date such as 2026-10-28, but was 2026-02-30",
                "instant   | yesterday     | must be a time such as 2026-10-28T14:14:18 (UTC) or 2026-10-28T15:14:18+01:00,"
                        + " but was yesterday",
                "hosts     | lce[1-        | must be a host set such as lce[001-010],lce020: column 7: expected a number",
                "hosts     | @cep          | must be a host set such as lce[001-010],lce020: column 1: group @cep:",
                "hosts     | \"\"          | must name a host, but was ''",
                "path      | \"\"          | must be the name of a file, but was ''",
                "file      | HERE/dta.map  | must be a file that is there, but there is no HERE/dta.map; did you mean HERE/data.map?",
                "file      | HERE/dir      | must be a file that is there, but HERE/dir is a directory",
                "directory | HERE/dri      | must be a directory that is there, but there is no HERE/dri; did you mean HERE/dir?",
                "directory | HERE/data.map | must be a directory that is there, but HERE/data.map is a file",
                "output file      | HERE/no/x | must be a file that can be written, but there is no directory HERE/no; make it first",
                "output directory | HERE/data.map/x | must be a directory that is there or can be made, but HERE/data.map is a file",
                "mapfile   | HERE/no.map   | must be a mapfile with work in it: HERE/no.map: ",
                "mapfile   | HERE/bad.map  | must be a mapfile with work in it: HERE/bad.map:",
                "program   | \"\"          | must be a program of the hosts, but was ''",
                "even      | 5             | must be even, but was 5",
                "even      | x             | must be a whole number, but was x",
                "numbers   | 100           | must be a whole number from 0 to 99, but was 100",
                "weights   | CS001         | must be KEY=VALUE, but was CS001",
                "weights   | CS001=heavy   | CS001: the value must be a number, but was heavy",
                "point     | 1             | must be a point such as 1,2, but was 1",
                "point     | 1,b           | must be a point such as 1,2, but was 1,b (For input string: \"b\")",
            })
    void a_text_that_does_not_fit_is_refused_with_what_is_wanted(String type, String text, String message) {
        assertThatThrownBy(() -> typed(type, here(text)))
                .isInstanceOf(UsageException.class)
                .message()
                .startsWith("--x " + here(message));
    }

    private String here(String text) {
        return text.replace("HERE", here.toString());
    }

    @Test
    void a_list_takes_each_word_as_it_is_typed_and_splits_what_comes_from_elsewhere() {
        assertThat(typed("few", "a,b", "[c]")).isEqualTo(List.of("a,b", "[c]"));
        assertThat(value("few", GivenInput.text("SITES", "[a, 'b,c']"))).isEqualTo(List.of("a", "b,c"));
        assertThat(value("numbers", GivenInput.text("SITES", "1\n2"))).isEqualTo(List.of(1, 2));
        assertThat(value("weights", GivenInput.text("W", "a = 1, b=2"))).isEqualTo(Map.of("a", 1.0, "b", 2.0));
        assertThatThrownBy(() -> typed("few", "a", "b", "c c"))
                .hasMessage("--x must be at most two, but was a b 'c c'");
        assertThatThrownBy(() -> value("few", GivenInput.text("SITES in the environment", "'a")))
                .hasMessage("SITES in the environment must close the quote of \"'a\"");
    }

    @Test
    void a_key_that_is_there_twice_is_refused() {
        assertThatThrownBy(() -> typed("weights", "a=1", "b=2", "a=3"))
                .hasMessage("--x must have each key once, but has a twice");
    }

    @Test
    void a_check_that_throws_refuses_the_value_and_says_why() {
        types.put("odd", input -> input.text().check(text -> Integer.parseInt(text) > 0, "must be above zero"));

        assertThatThrownBy(() -> typed("odd", "a"))
                .hasMessage("--x must be above zero, but was a (For input string: \"a\")");
    }

    @Test
    void a_mapfile_is_read_before_the_run() {
        OneInput recipe = new OneInput(input -> input.mapfile().required());
        RecipeControl.of(recipe)
                .accept(Map.of("x", List.of(here.resolve("data.map").toString())));

        assertThat(recipe.input.get()).hasToString("[0: n1:[a]]");
    }

    @Test
    void a_default_is_shown_as_it_is_typed() {
        assertThat(shown(input -> input.choice(DayOfWeek.class).byDefault(DayOfWeek.MONDAY)))
                .contains("monday");
        assertThat(shown(input -> input.duration().byDefault(java.time.Duration.ofMinutes(90))))
                .contains("1h30m");
        assertThat(shown(input -> input.size().byDefault(4L << 30))).contains("4G");
        assertThat(shown(input -> input.hosts().byDefault(List.of("a1", "a2")))).contains("a[1-2]");
        assertThat(shown(input -> input.decimal().list().byDefault(List.of(1.0, 2.5))))
                .contains("1, 2.5");
        assertThat(shown(input -> input.text().dict().byDefault(Map.of()))).isEmpty();
        assertThat(shown(input -> input.path().optional("SHA256SUMS"))).contains("SHA256SUMS");
    }

    private static Optional<String> shown(Function<InputDeclaration, Input<?>> type) {
        return RecipeControl.of(new OneInput(type)).inputs().get(0).defaultText();
    }

    @Test
    void declarations_that_cannot_be_are_refused() {
        assertThatThrownBy(() -> RecipeControl.of(new OneInput(input -> null)).inputs())
                .isInstanceOf(DeclarationException.class)
                .hasMessageStartingWith(OneInput.class.getName() + " does not say what the input --x is");
        assertThatThrownBy(() -> new OneInput(
                        input -> input.environmentVariable("A B").text().required()))
                .hasMessageEndingWith("but was 'A B'");
        assertThatThrownBy(
                        () -> new OneInput(input -> input.text().list().list().required()))
                .hasMessage("--x cannot be a list of lists or dicts");
    }
}
