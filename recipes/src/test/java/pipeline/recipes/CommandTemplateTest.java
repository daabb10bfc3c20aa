package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.recipe.UsageException;
import pipeline.testing.Seed;

class CommandTemplateTest {

    @ParameterizedTest
    @CsvSource({
        "/data/a.b.MS, /data/a.b.MS, a.b.MS, /data/a.b, a.b",
        "a, a, a, a, a",
        "/d.x/a, /d.x/a, a, /d.x/a, a",
        "/d/.bashrc, /d/.bashrc, .bashrc, /d/.bashrc, .bashrc",
        "/d/a.MS/, /d/a.MS/, a.MS, /d/a, a",
        "/, /, /, /, /",
        "a., a., a., a, a"
    })
    void placeholders_stand_for_parts_of_the_file(
            String file, String whole, String baseName, String withoutExtension, String bare) {
        assertThat(words(List.of("{}", "{/}", "{.}", "{/.}"), file))
                .containsExactly(whole, baseName, withoutExtension, bare);
    }

    @Test
    void several_placeholders_stand_in_one_word() {
        assertThat(words(List.of("cp", "--from={host}:{}", "{.}.out/{/}"), "/d/a.MS"))
                .containsExactly("cp", "--from=lce001:/d/a.MS", "/d/a.out/a.MS");
    }

    @Test
    void what_is_filled_in_is_not_looked_at_again() {
        assertThat(words(List.of("x", "{}"), "{host}$1\\{/}")).containsExactly("x", "{host}$1\\{/}");
    }

    @Test
    void other_braces_stay() {
        assertThat(words(List.of("awk", "{print}", "{ }", "${x}", "{}"), "f"))
                .containsExactly("awk", "{print}", "{ }", "${x}", "f");
    }

    @Test
    void without_a_placeholder_the_file_comes_last() {
        assertThat(words(List.of("wc", "-l"), "f")).containsExactly("wc", "-l", "f");
    }

    @Test
    void the_host_alone_is_a_placeholder_too() {
        assertThat(words(List.of("echo", "{host}"), "f")).containsExactly("echo", "lce001");
    }

    @Test
    void a_word_is_repeated_for_each_of_several_files() {
        assertThat(words(List.of("tar", "{host}.tar", "--add={/}", "{}"), "/d/a", "/d/b"))
                .containsExactly("tar", "lce001.tar", "--add=a", "--add=b", "/d/a", "/d/b");
        assertThat(words(List.of("cat"), "a", "b")).containsExactly("cat", "a", "b");
    }

    @Test
    void a_shell_command_gets_its_values_quoted() {
        assertThat(new ShellTemplate("wc -l {} | tee {.}.count; echo {host}").words("lce001", List.of("/d/a b.txt")))
                .containsExactly("sh", "-c", "wc -l '/d/a b.txt' | tee '/d/a b'.count; echo lce001");
    }

    @Test
    void a_shell_command_without_a_placeholder_gets_the_files_last() {
        assertThat(new ShellTemplate("cat").words("h", List.of("a", "b c"))).containsExactly("sh", "-c", "cat a 'b c'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo \"{}\"", "echo '{}'", "echo \"a 'b' {/}\"", "echo \\\"\"{host}\""})
    void a_placeholder_between_quotes_is_refused(String command) {
        assertThatThrownBy(() -> new ShellTemplate(command))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("is quoted already")
                .hasMessageContaining(command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo 'a' {} \"b\"", "echo \\' {}", "echo '{ }' {}"})
    void quotes_elsewhere_are_fine(String command) {
        assertThat(new ShellTemplate(command).words("h", List.of("f")).get(2)).contains("f");
    }

    @Test
    void a_real_shell_gives_every_name_back() throws Exception {
        long seed = Seed.of(CommandTemplateTest.class);
        System.err.println("seed " + seed);
        Random random = new Random(seed);
        String alphabet = "ab \t\n'\"\\$(){}[]*?;&|<>~#!-`=é😀";
        int[] letters = alphabet.codePoints().toArray();
        for (int i = 0; i < 30; i++) {
            StringBuilder name = new StringBuilder("x");
            for (int n = random.nextInt(12); n >= 0; n--) {
                name.appendCodePoint(letters[random.nextInt(letters.length)]);
            }
            List<String> words = new ShellTemplate("printf %s {}").words("h", List.of(name.toString()));
            assertThat(output(words)).as("seed %d", seed).isEqualTo(name.toString());
        }
    }

    private static String output(List<String> words) throws IOException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static List<String> words(List<String> template, String... files) {
        return new ArgumentTemplate(template).words("lce001", List.of(files));
    }
}
