package pipeline.dispatch.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.remote.NodeFile;

class ProgramClassPathTest {

    @TempDir
    Path here;

    private Path jar(String name, String... classes) throws IOException {
        Path jar = here.resolve(name);
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String each : classes) {
                zip.putNextEntry(new ZipEntry(each));
                zip.write(each.getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return jar;
    }

    private List<String> names(String className, ClassLoader parent, Path... classPath) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (Path path : classPath) {
            urls.add(path.toUri().toURL());
        }
        NodeFile nodeJar = NodeFile.of("node.jar", Files.readAllBytes(jar("node.jar", "pipeline/nodes/Example.class")));
        try (URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), parent)) {
            return new ProgramClassPath(loader, () -> nodeJar)
                    .of(className).stream().map(NodeFile::name).toList();
        }
    }

    @Test
    void a_program_of_a_recipe_gets_its_jar_and_the_libraries_of_the_recipe() throws Exception {
        Path recipe = jar("r+1.jar", "own/Count.class", "own/Prog.class");
        Path library = jar("lib.jar", "lib/Some.class");

        assertThat(names("own.Prog", null, recipe, library)).containsExactly("r_1.jar", "lib.jar");
    }

    @Test
    void a_program_of_a_library_comes_first_with_its_jar() throws Exception {
        Path recipe = jar("recipe.jar", "own/Count.class");
        Path library = jar("lib.jar", "lib/Prog.class");

        assertThat(names("lib.Prog", null, recipe, library)).containsExactly("lib.jar", "recipe.jar");
    }

    @Test
    void what_the_node_jar_holds_and_what_lies_in_a_directory_and_what_is_not_here_needs_none() throws Exception {
        Path own = jar("pipeline.jar", "pipeline/nodes/Example.class");
        Path classes = Files.createDirectories(here.resolve("classes/own"));
        Files.writeString(classes.resolve("Prog.class"), "");

        assertThat(names("pipeline.nodes.Example", null, own)).isEmpty();
        assertThat(names("own.Prog", null, here.resolve("classes"))).isEmpty();
        assertThat(names("own.Other", null, own)).isEmpty();
    }

    private Optional<String> others(Path... classPath) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (Path path : classPath) {
            urls.add(path.toUri().toURL());
        }
        try (URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), null)) {
            return new ProgramClassPath(loader, () -> NodeFile.of("node.jar", new byte[0])).digestOfOthers("own.Prog");
        }
    }

    @Test
    void another_file_or_another_library_makes_another_digest_and_classes_and_notes_of_the_build_do_not()
            throws Exception {
        Path library = jar("lib.jar", "lib/Some.class");
        Path classes = jar("classes.jar", "own/Prog.class", "META-INF/MANIFEST.MF", "META-INF/maven/pom.xml");
        Path withFile = jar("file.jar", "own/Prog.class", "table.txt");

        assertThat(others(classes)).isEmpty();
        Optional<String> withLibrary = others(classes, library);
        assertThat(withLibrary).isPresent();
        assertThat(others(classes, jar("lib.jar", "lib/Some.class", "lib/More.class")))
                .isPresent()
                .isNotEqualTo(withLibrary);
        Optional<String> fileDigest = others(withFile);
        assertThat(fileDigest).isPresent();
        assertThat(others(jar("file.jar", "own/Prog.class", "table2.txt")))
                .isPresent()
                .isNotEqualTo(fileDigest);
    }

    @Test
    void a_jar_that_cannot_be_read_is_reported_before_anything_starts() throws Exception {
        Path recipe = jar("recipe.jar", "own/Prog.class");
        NodeFile nodeJar = NodeFile.of("node.jar", new byte[0]);
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {recipe.toUri().toURL()}, null)) {
            assertThat(loader.getResource("own/Prog.class")).isNotNull();
            Files.delete(recipe);
            assertThatThrownBy(() -> new ProgramClassPath(loader, () -> nodeJar).of("own.Prog"))
                    .isInstanceOf(NodeScriptException.class)
                    .hasMessageStartingWith(recipe + ", which a node program needs, cannot be read: ");
        }
    }

    private Optional<String> fault(String className, boolean mayBeThere, Path... classPath) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (Path path : classPath) {
            urls.add(path.toUri().toURL());
        }
        NodeFile nodeJar = NodeFile.of("node.jar", Files.readAllBytes(jar("node.jar", "pipeline/nodes/Example.class")));
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(URL[]::new), getClass().getClassLoader())) {
            return new ProgramClassPath(loader, () -> nodeJar).fault(className, mayBeThere);
        }
    }

    @Test
    void a_class_that_no_host_can_have_is_reported_with_what_may_be_meant() throws Exception {
        Path recipe = jar("recipe.jar", "own/LineCounter.class", "own/LineCounter$Part.class");

        assertThat(fault("own.LineCuonter", false, recipe).orElseThrow())
                .startsWith("there is no node program own.LineCuonter: the recipe brings no class of this name")
                .endsWith("; did you mean own.LineCounter?");
        assertThat(fault("own.Other", false, recipe).orElseThrow()).endsWith("to engine_classpath of [deploy]");
        assertThat(fault("own.Other", true, recipe)).as("hosts may have it").isEmpty();
        assertThat(fault("pipeline.nodes.Example", false))
                .as("the node jar has it")
                .isEmpty();
        assertThat(fault("own.LineCounter", false, recipe))
                .as("what cannot be read here")
                .isEmpty();
    }

    @Test
    void a_class_that_is_no_node_program_is_reported() throws Exception {
        String text = "class java.lang.String is no node program: it must extend pipeline.node.NodeProgram";
        assertThat(fault("java.lang.String", false)).contains(text);
        assertThat(fault("java.lang.String", true)).contains(text);
        assertThat(fault("pipeline.node.NodeProgramTypesTest$Typed", false)).isEmpty();
    }
}
