package pipeline.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pipeline.recipe.Recipe;

class RecipeCompilerTest {

    private static final String RECIPE = """
            import pipeline.node.*;
            import pipeline.recipe.*;

            public class Count extends Recipe {
                @Override protected int run() throws Exception {
                    return %s;
                }
            }

            class CountNode extends NodeProgram<Arguments, NodeResult> {
                @Override protected NodeResult run(Arguments arguments) {
                    return NodeResult.ok();
                }
            }
            """;

    @TempDir
    Path here;

    private final List<List<String>> resolved = new ArrayList<>();

    private RecipeCompiler compiler() {
        return compiler(Clock.systemUTC());
    }

    private RecipeCompiler compiler(Clock clock) {
        return new RecipeCompiler(here.resolve("cache"), clock, this::resolve, RecipeCompiler.ownClassPath());
    }

    private List<Path> resolve(List<String> coordinates, List<String> repositories) throws IOException {
        resolved.add(coordinates);
        if (coordinates.contains("no:such:1")) {
            throw new IOException("no:such:1 is in none of the repositories");
        }
        return List.of(library(
                "resolved.jar",
                "far.Away",
                "package far; public class Away { public static int zero() { return 0; } }"));
    }

    private Path file(String name, String text) throws IOException {
        Path file = here.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private Path recipe(String result) throws IOException {
        return file("Count.java", RECIPE.formatted(result));
    }

    /** A jar with one class, made with the compiler itself. */
    private Path library(String name, String className, String source) throws IOException {
        Path jar = here.resolve("made").resolve(name);
        if (!Files.exists(jar)) {
            Files.createDirectories(jar.getParent());
            Path sourceFile = file("made/src/" + className.replace('.', '/') + ".java", source);
            Path classes = Files.createDirectories(here.resolve("made/classes-" + name));
            int status = ToolProvider.getSystemJavaCompiler()
                    .run(null, null, null, "--release", "17", "-d", classes.toString(), sourceFile.toString());
            assertThat(status).isZero();
            Files.write(
                    jar,
                    new RecipeJar()
                            .withClasses(Map.of(
                                    className,
                                    Files.readAllBytes(classes.resolve(className.replace('.', '/') + ".class"))))
                            .bytes());
        }
        return jar;
    }

    private int run(CompiledRecipe recipe) throws Exception {
        try (URLClassLoader loader = recipe.open(getClass().getClassLoader())) {
            Class<?> type = loader.loadClass(recipe.recipeClass());
            var constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            Recipe made = (Recipe) constructor.newInstance();
            var run = type.getDeclaredMethod("run");
            run.setAccessible(true);
            return (int) run.invoke(made);
        }
    }

    private void assertRefused(Path file, String message) {
        assertThatThrownBy(() -> compiler().compile(file))
                .isInstanceOf(SourceException.class)
                .hasMessage(message);
    }

    @Test
    void a_recipe_and_its_node_program_are_one_file() throws Exception {
        CompiledRecipe compiled = compiler().compile(recipe("7"));

        assertThat(compiled.recipeClass()).isEqualTo("Count");
        assertThat(compiled.classPath()).containsExactly(compiled.jar());
        assertThat(compiled.sources()).containsOnlyKeys(here.resolve("Count.java"));
        assertThat(compiled.warnings()).isEmpty();
        assertThat(run(compiled)).isEqualTo(7);
    }

    @Test
    void a_new_source_that_hides_a_class_of_a_library_is_seen() throws Exception {
        Path file = recipe("far.Away.zero()");
        Files.writeString(file, "//DEPS some:thing:1\n" + Files.readString(file));
        assertThat(run(compiler().compile(file))).isZero();

        file("far/Away.java", "package far; public class Away { public static int zero() { return 10; } }");
        assertThat(run(compiler().compile(file))).isEqualTo(10);

        Files.delete(here.resolve("far/Away.java"));
        assertThat(run(compiler().compile(file))).isZero();
    }

    @Test
    void a_file_that_does_not_lie_where_its_package_says_is_reported_with_why_it_finds_nothing() throws Exception {
        file("Beside.java", "package some.place; class Beside { static final Integer THREE = 3; }");
        Path file = file("Count.java", "package some.place;\n" + RECIPE.formatted("Beside.THREE"));

        assertThatThrownBy(() -> compiler().compile(file))
                .isInstanceOf(SourceException.class)
                .hasMessageEndingWith(
                        "\nCount.java: its package is some.place, but it does not lie in some/place, so no class"
                                + " beside it is found; move it there, or take the package line away");
    }

    @Test
    void a_jar_that_is_none_is_reported() throws Exception {
        Path jar = file("lib/broken.jar", "no jar");

        assertRefused(
                recipe("7"),
                jar + " is no jar (zip END header not found); put a whole jar in its place, or take it away");
    }

    @Test
    void what_stands_beside_the_file_or_in_nodes_is_compiled_if_it_is_used() throws Exception {
        file("Beside.java", "class Beside { static final Integer THREE = 3; }");
        file("nodes/Far.java", "public class Far { public static int four() { return 4; } }");
        file("Unused.java", "this is no Java");
        CompiledRecipe compiled = compiler().compile(recipe("Beside.THREE + Far.four()"));

        assertThat(run(compiled)).isEqualTo(7);
        assertThat(compiled.sources())
                .containsOnlyKeys(
                        here.resolve("Beside.java"), here.resolve("Count.java"), here.resolve("nodes/Far.java"));
    }

    @Test
    void a_recipe_in_master_finds_the_nodes_beside_master_as_the_ancestor_had_it() throws Exception {
        file("nodes/Far.java", "public class Far { public static int four() { return 4; } }");

        assertThat(run(compiler().compile(file("master/Count.java", RECIPE.formatted("Far.four()")))))
                .isEqualTo(4);
    }

    @Test
    void a_recipe_may_stand_in_a_package() throws Exception {
        file("own/tools/Far.java", "package own.tools; public class Far { public static int four() { return 4; } }");
        Path file = file("own/Count.java", "package own;\n" + RECIPE.formatted("own.tools.Far.four()"));
        CompiledRecipe compiled = compiler().compile(file);

        assertThat(compiled.recipeClass()).isEqualTo("own.Count");
        assertThat(run(compiled)).isEqualTo(4);
    }

    @Test
    void a_file_may_be_a_program_with_and_without_an_ending() throws Exception {
        String text = "#!/usr/bin/env -S pipeline\n" + RECIPE.formatted("7");

        assertThat(run(compiler().compile(file("Count.java", text)))).isEqualTo(7);
        assertThat(run(compiler().compile(file("count", text)))).isEqualTo(7);
    }

    @Test
    void every_error_is_reported_with_its_place_its_line_and_a_caret() throws Exception {
        Path file = file("Wrong.java", """
                #!/usr/bin/env -S pipeline
                class Wrong extends pipeline.recipe.Recipe {
                \tprotected int run() { return two; }

                    Strin name;
                }
                """);

        assertRefused(file, """
                Wrong.java:5:5: error: cannot find symbol
                  symbol:   class Strin
                  location: class Wrong
                      Strin name;
                      ^
                Wrong.java:3:31: error: cannot find symbol
                  symbol:   variable two
                  location: class Wrong
                  \tprotected int run() { return two; }
                  \t                             ^""");
    }

    @Test
    void of_many_errors_the_first_are_reported_and_the_rest_is_counted() throws Exception {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < 23; i++) {
            fields.append("    No f").append(i).append(";\n");
        }
        assertThatThrownBy(() -> compiler().compile(file("Many.java", "class Many {\n" + fields + "}\n")))
                .hasMessageEndingWith("\nand 3 more");
    }

    @Test
    void a_node_program_nested_in_the_recipe_is_an_error_that_shows_the_cure() throws Exception {
        Path file = file("Count.java", """
                import pipeline.node.*;
                import pipeline.recipe.*;
                public class Count extends Recipe {
                    @Override protected int run() { return 0; }

                    public static class Part extends NodeProgram<Arguments, NodeResult> {
                        @Override protected NodeResult run(Arguments arguments) { return NodeResult.ok(); }
                    }
                }
                """);

        assertRefused(file, """
                Count.java:6:5: error: node program Part is nested in Count, and would break on the nodes, which get no recipe; \
                make it a class of its own, beside Count in this file
                      public static class Part extends NodeProgram<Arguments, NodeResult> {
                      ^""");
    }

    @Test
    void a_node_program_without_its_types_is_an_error_that_shows_how_to_say_them() throws Exception {
        String recipe = """
                import pipeline.node.*;
                import pipeline.recipe.*;
                public class Count extends Recipe {
                    @Override protected int run() { return 0; }
                }
                """;
        String cure =
                "; write \"extends NodeProgram<A, R>\" with both types, such as NodeProgram<Arguments, NodeResult>\n";

        assertThatThrownBy(() -> compiler().compile(file("Count.java", recipe + """
                class Part extends NodeProgram {
                    protected NodeResult run(Arguments arguments) { return NodeResult.ok(); }
                }
                """)))
                .hasMessage(
                        "Count.java:6:1: error: Part is not abstract and does not override abstract method run(java.lang.Object)"
                                + " in pipeline.node.NodeProgram" + cure + "  class Part extends NodeProgram {\n  ^");
        assertThatThrownBy(() -> compiler().compile(file("Count.java", recipe + """
                class Part extends NodeProgram {
                    protected NodeResult run(Object arguments) { return NodeResult.ok(); }
                }
                """)))
                .hasMessage("Count.java:6:1: error: node program Part does not say what it takes and returns" + cure
                        + "  class Part extends NodeProgram {\n  ^");
        assertThatThrownBy(() -> compiler().compile(file("Count.java", recipe + """
                abstract class Base<T> extends NodeProgram<java.util.List<T>, Long> {}
                class Part<T> extends Base<T> {
                    protected Long run(java.util.List<T> items) { return 0L; }
                }
                """)))
                .hasMessageStartingWith(
                        "Count.java:7:1: error: node program Part does not say what it takes and returns");
    }

    @Test
    void a_record_nested_in_the_recipe_that_a_node_program_uses_by_way_of_others_is_an_error() throws Exception {
        Path file = file("Count.java", """
                import pipeline.node.*;
                import pipeline.recipe.*;
                public class Count extends Recipe {
                    @Override protected int run() { return 0; }
                    record Area(int width, int height) {}
                }
                class Part extends NodeProgram<Arguments, NodeResult> {
                    @Override protected NodeResult run(Arguments arguments) {
                        Runnable text = new Runnable() { @Override public void run() { Helper.text(); } };
                        text.run();
                        return NodeResult.ok();
                    }
                }
                class Helper {
                    static String text() { return new Count.Area(1, 2).toString(); }
                }
                """);

        assertRefused(file, """
                Count.java:5:5: error: Area is nested in the recipe Count, and node program Part uses it, which would break on \
                the nodes, which get no recipe; make it a class of its own, beside Count in this file
                      record Area(int width, int height) {}
                      ^""");
    }

    @Test
    void a_node_program_that_calls_the_recipe_is_an_error() throws Exception {
        Path file = file("Count.java", """
                import pipeline.node.*;
                import pipeline.recipe.*;
                public class Count extends Recipe {
                    @Override protected int run() { return 0; }
                    static int radius() { return 6; }
                }
                class Part extends NodeProgram<Arguments, NodeResult> {
                    @Override protected NodeResult run(Arguments arguments) { return NodeResult.of(Count.radius()); }
                }
                """);

        assertRefused(file, """
                Count.java:7:1: error: node program Part uses the recipe Count, which would break on the nodes, which get no \
                recipe; move what both use to a class of its own
                  class Part extends NodeProgram<Arguments, NodeResult> {
                  ^""");
    }

    @Test
    void constants_of_the_recipe_and_records_nested_in_the_node_program_are_no_error() throws Exception {
        Path file = file("Count.java", """
                import pipeline.node.*;
                import pipeline.recipe.*;
                public class Count extends Recipe {
                    static final int RADIUS = 6;
                    record Mine(int width) {}
                    @Override protected int run() { return new Mine(RADIUS).width(); }
                }
                class Part extends NodeProgram<Arguments, NodeResult> {
                    record Area(int width, int height) {}
                    @Override protected NodeResult run(Arguments arguments) {
                        return NodeResult.of(new Area(Count.RADIUS, 1));
                    }
                }
                """);

        assertThat(run(compiler().compile(file))).isEqualTo(6);
    }

    @Test
    void a_jar_in_lib_and_one_of_DEPS_are_on_the_class_path() throws Exception {
        Path near = library(
                "near.jar", "near.By", "package near; public class By { public static int one() { return 1; } }");
        Files.createDirectories(here.resolve("lib"));
        Path jar = Files.copy(near, here.resolve("lib/near.jar"));
        Path file = file("Count.java", "//DEPS far:away:1\n" + RECIPE.formatted("near.By.one() + far.Away.zero()"));
        CompiledRecipe compiled = compiler().compile(file);

        assertThat(compiled.libraries()).containsExactly(jar, here.resolve("made/resolved.jar"));
        assertThat(run(compiled)).isEqualTo(1);

        compiler().compile(file);
        assertThat(resolved).as("resolved once").containsExactly(List.of("far:away:1"));
        Files.delete(here.resolve("made/resolved.jar"));
        compiler().compile(file);
        assertThat(resolved).as("resolved again, for the jar went away").hasSize(2);
    }

    @Test
    void a_dependency_that_cannot_be_had_is_reported_with_the_file() throws Exception {
        assertRefused(
                file("Count.java", "//DEPS no:such:1\n" + RECIPE.formatted("0")),
                "Count.java:1: //DEPS: no:such:1 is in none of the repositories");
    }

    @Test
    void more_sources_and_files_are_named_by_patterns() throws Exception {
        file("more/One.java", "package more; public class One { public static int one() { return 1; } }");
        file("text/table.txt", "6");
        Path file = file(
                "Count.java",
                "//SOURCES more/*.java\n//FILES text/table.txt data/=text/*.txt renamed=text/table.txt\n"
                        + RECIPE.formatted("more.One.one()"));
        CompiledRecipe compiled = compiler().compile(file);

        assertThat(run(compiled)).isEqualTo(1);
        try (URLClassLoader loader = compiled.open(getClass().getClassLoader())) {
            for (String name : List.of("text/table.txt", "data/table.txt", "renamed")) {
                try (InputStream stream = loader.getResourceAsStream(name)) {
                    assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8))
                            .isEqualTo("6");
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"//SOURCES no/*.java, no/*.java, no", "//FILES a=none.txt, none.txt, ''"})
    void a_source_or_file_that_is_not_there_is_reported(String directive, String pattern, String directory)
            throws Exception {
        assertRefused(
                file("Count.java", directive + "\n" + RECIPE.formatted("0")),
                "Count.java:1: %s %s: there is no such file in %s"
                        .formatted(directive.substring(0, directive.indexOf(' ')), pattern, here.resolve(directory)));
    }

    @Test
    void a_kept_recipe_is_found_again_and_a_change_of_anything_compiles_it_anew() throws Exception {
        file("Beside.java", "class Beside { static Integer three() { return 3; } }");
        Path file = recipe("Beside.three()");
        CompiledRecipe first = compiler().compile(file);
        FileTime old = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
        Files.setLastModifiedTime(first.jar(), old);

        assertThat(compiler().compile(file)).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(first.jar())).as("it is in use").isGreaterThan(old);

        file("Beside.java", "class Beside { static Integer three() { return 33; } }");
        assertThat(first.changedSources()).containsExactly(here.resolve("Beside.java"));
        assertThat(run(compiler().compile(file))).isEqualTo(33);

        assertThat(run(compiler().compile(recipe("4")))).isEqualTo(4);
    }

    @Test
    void a_class_that_comes_to_lie_beside_the_file_is_seen() throws Exception {
        Files.createDirectories(here.resolve("lib"));
        Files.copy(
                library("near.jar", "By", "public class By { public static int one() { return 1; } }"),
                here.resolve("lib/near.jar"));
        Path file = recipe("By.one()");
        assertThat(run(compiler().compile(file))).isEqualTo(1);

        file("By.java", "public class By { public static int one() { return 2; } }");
        assertThat(run(compiler().compile(file))).isEqualTo(2);
    }

    @Test
    void a_comment_changes_the_source_and_not_the_classes_that_nodes_get() throws Exception {
        CompiledRecipe first = compiler().compile(recipe("7"));
        Path file = file("Count.java", RECIPE.formatted("7 /* seven */"));
        CompiledRecipe second = compiler().compile(file);

        assertThat(second.jar()).isEqualTo(first.jar());
    }

    @Test
    void a_broken_cache_is_as_none() throws Exception {
        Path file = recipe("7");
        CompiledRecipe first = compiler().compile(file);
        try (Stream<Path> files = Files.list(here.resolve("cache"))) {
            for (Path kept : files.toList()) {
                Files.writeString(kept, kept.toString().endsWith(".jar") ? "" : "jar=\\u00zz");
            }
        }

        assertThat(run(compiler().compile(file))).isEqualTo(7);
        Files.delete(first.jar());
        assertThat(run(compiler().compile(file))).isEqualTo(7);
    }

    @Test
    void what_was_not_used_for_90_days_goes_away_when_something_new_is_kept() throws Exception {
        Instant start = Instant.now();
        CompiledRecipe first = compiler().compile(recipe("1"));
        CompiledRecipe second = compiler(Clock.fixed(start.plus(Duration.ofDays(89)), ZoneOffset.UTC))
                .compile(recipe("2"));
        assertThat(first.jar()).exists();
        compiler(Clock.fixed(start.plus(Duration.ofDays(92)), ZoneOffset.UTC)).compile(recipe("3"));

        assertThat(first.jar()).doesNotExist();
        assertThat(second.jar()).exists();
    }

    @Test
    void parallel_starts_get_in_nobodys_way() throws Exception {
        Path file = recipe("7");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<CompiledRecipe>> starts = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                starts.add(() -> compiler().compile(file));
            }
            for (Future<CompiledRecipe> start : threads.invokeAll(starts)) {
                assertThat(run(start.get())).isEqualTo(7);
            }
        } finally {
            threads.shutdownNow();
        }
        try (Stream<Path> files = Files.list(here.resolve("cache"))) {
            assertThat(files).as("a jar and a note, and nothing half").hasSize(2);
        }
    }

    @Test
    void a_cache_that_cannot_be_written_is_reported() throws Exception {
        Path file = recipe("7");
        Files.writeString(here.resolve("cache"), "");

        assertThatThrownBy(() -> compiler().compile(file))
                .isInstanceOf(SourceException.class)
                .hasMessageStartingWith("Count.java is compiled, but cannot be kept: ")
                .hasMessageEndingWith("; set XDG_CACHE_HOME to a directory that you may write to");
    }

    @Test
    void a_newer_Java_than_this_one_is_refused_with_the_line() throws Exception {
        assertRefused(
                file("Count.java", "\n//JAVA 99+\n" + RECIPE.formatted("0")),
                "Count.java:2:1: it wants Java 99, and this is Java %d; set JAVA_HOME to a JDK 99 or newer"
                        .formatted(Runtime.version().feature()));
    }

    @Test
    void options_of_the_compiler_are_taken_and_unknown_ones_refused() throws Exception {
        String unchecked = RECIPE.formatted("new java.util.ArrayList().size()");
        assertThat(compiler().compile(file("Count.java", unchecked)).warnings()).isEmpty();
        assertThat(compiler()
                        .compile(file("Count.java", "//JAVAC_OPTIONS -Xlint:rawtypes\n" + unchecked))
                        .warnings())
                .singleElement()
                .asString()
                .startsWith("Count.java:7:29: warning: found raw type: java.util.ArrayList\n");
        assertThatThrownBy(() -> compiler().compile(file("Count.java", "//JAVAC_OPTIONS --no-such\n" + unchecked)))
                .hasMessageStartingWith("Count.java: //JAVAC_OPTIONS: ")
                .hasMessageContaining("--no-such");
    }

    @Test
    void directives_without_effect_are_warned_of_also_from_the_cache() throws Exception {
        Path file = file("Count.java", "//PREVIEW\n" + RECIPE.formatted("0"));

        for (int i = 0; i < 2; i++) {
            assertThat(compiler().compile(file).warnings()).containsExactly("Count.java: //PREVIEW has no effect here");
        }
    }

    @Test
    void a_file_without_a_recipe_or_with_two_is_refused() throws Exception {
        assertRefused(
                file("Empty.java", "class Empty {}"),
                "Empty.java has no recipe: no class in it that is not nested, not abstract, and extends pipeline.recipe.Recipe");
        String two = """
                class A extends pipeline.recipe.Recipe { protected int run() { return 1; } }
                class B extends pipeline.recipe.Recipe { protected int run() { return 2; } }
                """;
        assertRefused(
                file("Two.java", two),
                "Two.java has several recipes (A, B): keep one in a file, or give one the name of the file");
        assertThat(run(compiler().compile(file("B.java", two)))).isEqualTo(2);
    }

    @Test
    void a_file_that_is_not_there_or_no_text_is_refused() throws Exception {
        assertRefused(here.resolve("No.java"), "there is no recipe " + here.resolve("No.java"));
        Path latin = here.resolve("Latin.java");
        Files.write(latin, new byte[] {'/', '/', (byte) 0xe4});
        assertRefused(latin, latin + " is not UTF-8; save it as UTF-8");
    }

    @Test
    void a_byte_order_mark_and_carriage_returns_are_no_error() throws Exception {
        Path file = file("Count.java", "\uFEFF" + RECIPE.formatted("7").replace("\n", "\r\n"));

        assertThat(run(compiler().compile(file))).isEqualTo(7);
    }
}
