package pipeline.dispatch.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.node.NodeProgram;

/** Node programs are compiled as their authors would, and looked at as a master does. */
class ProgramDigestsTest {

    private static final String PROGRAM = """
            package mine;
            public class SumNode extends pipeline.node.NodeProgram<pipeline.node.Arguments, pipeline.node.NodeResult> {
                protected pipeline.node.NodeResult run(pipeline.node.Arguments arguments) {
                    return pipeline.node.NodeResult.of(Rule.of(1));
                }
            }
            """;
    private static final String RULE =
            "package mine; class Rule { static int of(int x) { return x + OTHER.y; } static Other OTHER = new Other(); }";
    private static final String OTHER = "package mine; class Other { int y = 2; }";
    private static final String STRANGER = "package mine; class Stranger { int z = 3; }";

    @TempDir
    private Path directory;

    private int builds;

    @Test
    void a_change_of_the_program_or_of_a_class_that_it_uses_is_another_program() throws Exception {
        String before = digest(PROGRAM, RULE, OTHER, STRANGER);
        assertThat(digest(PROGRAM, RULE, OTHER, STRANGER)).isEqualTo(before);
        assertThat(digest(PROGRAM.replace("of(1)", "of(2)"), RULE, OTHER, STRANGER))
                .isNotEqualTo(before);
        assertThat(digest(PROGRAM, RULE.replace("x +", "x -"), OTHER, STRANGER)).isNotEqualTo(before);
        assertThat(digest(PROGRAM, RULE, OTHER.replace("2", "20"), STRANGER)).isNotEqualTo(before);
    }

    @Test
    void comments_other_lines_and_classes_that_it_does_not_use_change_nothing() throws Exception {
        String before = digest(PROGRAM, RULE, OTHER, STRANGER);
        assertThat(digest("// a comment\n\n\n" + PROGRAM, "/** Sums. */ " + RULE, "\n" + OTHER, STRANGER))
                .isEqualTo(before);
        assertThat(digest(PROGRAM, RULE, OTHER, STRANGER.replace("3", "4"))).isEqualTo(before);
        // a local variable's name is for debuggers only
        assertThat(digest(PROGRAM.replace("arguments)", "words)"), RULE, OTHER, STRANGER))
                .isEqualTo(before);
    }

    @Test
    void what_belongs_to_pipeline_itself_does_not_count() {
        ProgramDigests digests = new ProgramDigests();
        assertThat(digests.of("pipeline.node.NodeMain")).isEqualTo(digests.of("pipeline.node.NodeProgramRunner"));
    }

    @Test
    void a_program_that_only_the_hosts_have_has_no_digest() {
        assertThat(new ProgramDigests().of("mine.Unheard")).isEmpty();
    }

    @Test
    void what_cannot_be_read_as_a_class_is_never_the_same() throws Exception {
        Path classes = Files.createDirectories(directory.resolve("odd/mine"));
        Files.writeString(classes.resolve("SumNode.class"), "no class");
        assertThat(digest(classes.getParent())).isNotEqualTo(digest(classes.getParent()));
    }

    private String digest(String... sources) throws Exception {
        Path classes = Files.createDirectory(directory.resolve("build" + builds++));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<JavaFileObject> units = new ArrayList<>();
        for (String source : sources) {
            String name = source.replaceAll("(?s).*?class (\\w+).*", "$1");
            units.add(
                    new SimpleJavaFileObject(URI.create("mem:///mine/" + name + ".java"), JavaFileObject.Kind.SOURCE) {
                        @Override
                        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                            return source;
                        }
                    });
        }
        String framework = Path.of(NodeProgram.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
        StringWriter complaints = new StringWriter();
        boolean isCompiled = compiler.getTask(
                        complaints,
                        null,
                        null,
                        List.of("-g", "-proc:none", "-d", classes.toString(), "-cp", framework),
                        null,
                        units)
                .call();
        assertThat(isCompiled).as(complaints.toString()).isTrue();
        return digest(classes);
    }

    private static String digest(Path classes) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);
            Optional<String> digest = new ProgramDigests().of("mine.SumNode");
            return digest.orElseThrow();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
