package pipeline.cli.scaffold;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pipeline.cli.ScriptedRecipe;
import pipeline.cli.Terminal;
import pipeline.cli.engine.FakeEngine;
import pipeline.testing.FakeJobRunner;

class NewRecipeCommandTest {

    @TempDir
    Path directory;

    private Terminal terminal;

    @BeforeEach
    void sit_down() {
        terminal = new Terminal(directory, new FakeEngine(FakeJobRunner.succeeding()), List.of(ScriptedRecipe.class));
    }

    private List<String> written() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"count_lines", "CountLines"})
    void a_recipe_in_java_has_its_test_beside_it(String name) throws Exception {
        assertThat(terminal.type("new-recipe", name)).as(terminal.err()).isZero();

        assertThat(written()).containsExactly("CountLines.java", "count_lines_test.sh");
        assertThat(directory.resolve("count_lines_test.sh")).isExecutable();
        assertThat(terminal.out())
                .contains("sh count_lines_test.sh\n", "CountLines.java -j first -v --mini-cluster MAPFILE\n");
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void a_recipe_in_python_has_two_files_of_one_name() throws Exception {
        assertThat(terminal.type("new-recipe", "count_lines", "--python", "py")).isZero();

        assertThat(written())
                .containsExactly("py/count_lines_test.sh", "py/master/count_lines.py", "py/nodes/count_lines.py");
    }

    @Test
    void a_project_goes_into_a_directory_of_its_name() throws Exception {
        assertThat(terminal.type("new-recipe", "count_lines", "--maven")).isZero();

        assertThat(written())
                .containsExactly(
                        "count-lines/pom.xml",
                        "count-lines/src/main/java/countlines/CountLines.java",
                        "count-lines/src/main/java/countlines/CountLinesNode.java",
                        "count-lines/src/main/resources/META-INF/services/pipeline.recipe.Recipe",
                        "count-lines/src/test/java/countlines/CountLinesTest.java");
        assertThat(directory.resolve("count-lines/src/main/resources/META-INF/services/pipeline.recipe.Recipe"))
                .hasContent("countlines.CountLines");
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.filter(Files::isRegularFile))
                    .allSatisfy(file -> assertThat(file).content().doesNotContain("@class@", "@package@", "@name@"));
        }
    }

    @Test
    void nothing_is_written_over_and_then_nothing_is_written_at_all() throws Exception {
        Files.writeString(directory.resolve("count_lines_test.sh"), "mine");

        assertThat(terminal.type("new-recipe", "count_lines")).isEqualTo(2);
        assertThat(terminal.err()).contains("count_lines_test.sh is there already, and nothing is written over");
        assertThat(written()).containsExactly("count_lines_test.sh");
        assertThat(directory.resolve("count_lines_test.sh")).hasContent("mine");
    }

    @ParameterizedTest
    @CsvSource({
        "a-b,        consists of letters",
        "1st,        consists of letters",
        "../x,       consists of letters",
        "jobs,       is a command of pipeline",
        "new,        has a meaning in the code of recipes",
        "lambda,     has a meaning in the code of recipes",
        "recipe,     has a meaning in the code of recipes"
    })
    void what_cannot_be_the_name_of_a_recipe_is_refused(String name, String why) throws Exception {
        assertThat(terminal.type("new-recipe", name)).isEqualTo(2);
        assertThat(terminal.err()).contains(why);
        assertThat(written()).isEmpty();
    }

    @Test
    void two_languages_are_one_too_many() throws Exception {
        assertThat(terminal.type("new-recipe", "x", "--java", "--maven")).isEqualTo(2);
        assertThat(terminal.err()).contains("one of --java, --python and --maven");
        assertThat(terminal.type("new-recipe", "x", "here", "there")).isEqualTo(2);
        assertThat(terminal.err()).contains("not also there");
        assertThat(terminal.type("new-recipe")).isEqualTo(2);
        assertThat(written()).isEmpty();
    }
}
