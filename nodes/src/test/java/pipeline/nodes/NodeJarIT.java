package pipeline.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.frame.Frame;
import pipeline.job.wire.JobVariables;
import pipeline.job.wire.NodeAnswer;
import pipeline.job.wire.NodeRequest;
import pipeline.text.Json;

/** The packaged node jar: what is in it, and how a process made of it behaves. */
class NodeJarIT {

    private static final String TOKEN = "0123456789abcdef";
    private static final Map<String, String> ENVIRONMENT =
            Map.of(JobVariables.LOGGER, "node.lce001.example_parallel", JobVariables.LOG_LEVEL, "INFO");

    @TempDir
    Path directory;

    private static String request(Class<?> program, Object... arguments) {
        return new NodeRequest(
                                program.getName(),
                                Arrays.stream(arguments).map(Json::tree).toList(),
                                TOKEN)
                        .toJson()
                + "\n";
    }

    private NodeProcess run(Class<?> program, Object... arguments) throws Exception {
        return NodeProcess.run(directory, request(program, arguments), ENVIRONMENT);
    }

    private static String frame(NodeAnswer answer) {
        return new Frame(Frame.ANSWER, answer.toJson()).toText(TOKEN);
    }

    @Test
    void the_jar_is_slim() throws IOException {
        System.out.println(NodeProcess.jar() + " has " + Files.size(NodeProcess.jar()) + " bytes");
        assertThat(Files.size(NodeProcess.jar())).isLessThan(5_000_000);
        try (JarFile jar = new JarFile(NodeProcess.jar().toFile())) {
            List<String> classes = jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(".class"))
                    .map(name -> name.replaceFirst("^META-INF/versions/[0-9]+/", ""))
                    .toList();
            assertThat(classes)
                    .contains("pipeline/node/NodeMain.class", "pipeline/nodes/ChecksumNode.class")
                    .allMatch(name -> name.matches(
                            "pipeline/(text|parset|job|job/\\w+|frame|time|log|node|nodes|nodes/example)/[^/]+"
                                    + "|org/apache/logging/log4j/(?!core/).+"
                                    + "|tools/jackson/(core|databind)/.+"
                                    + "|com/fasterxml/jackson/annotation/.+"));
            assertThat(jar.stream().map(ZipEntry::getName))
                    .doesNotHaveDuplicates()
                    .contains("META-INF/LICENSE", "META-INF/NOTICE");
        }
    }

    @Test
    void each_argument_of_example_parallel_is_logged() throws Exception {
        NodeProcess end = run(ExampleParallelNode.class, "example_argument", 5);
        assertThat(end.code()).isZero();
        assertThat(end.out()).isEqualTo(frame(new NodeAnswer(null, null)));
        assertThat(end.err())
                .contains("INFO node.lce001.example_parallel: Received example_argument as argument")
                .contains("INFO node.lce001.example_parallel: Received 5 as argument");
    }

    @Test
    void the_result_of_a_program_is_its_answer() throws Exception {
        Path file = Files.writeString(directory.resolve("müñ 星"), "abc");
        NodeProcess end = NodeProcess.run(
                directory,
                request(ChecksumNode.class, file.toString()),
                Map.of("LC_ALL", "C.UTF-8", JobVariables.LOG_LEVEL, "INFO"));
        assertThat(end.code()).as(end.err()).isZero();
        assertThat(end.out())
                .contains("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
                .contains("\"bytes\":3");
        assertThat(end.err()).contains("Read 3 bytes of " + file);
    }

    @Test
    void a_program_reads_a_parameter_set_changes_it_and_leaves_its_item_out() throws Exception {
        Path parset = Files.writeString(directory.resolve("x.parset"), "flag.baseline = [CR]S*&  # all\n");
        NodeProcess end = run(TestPrograms.ChangesParset.class, parset.toString());
        assertThat(end.code()).as(end.err()).isEqualTo(NodeAnswer.SKIP_CODE);
        assertThat(end.out()).isEqualTo(frame(NodeAnswer.skipping("was [CR]S*&")));
        assertThat(parset).hasContent("flag.baseline = {{ all }}  # all\n");
    }

    @Test
    void an_exit_code_is_kept() throws Exception {
        NodeProcess end = run(TestPrograms.Exits.class, 3);
        assertThat(end.code()).isEqualTo(3);
        assertThat(end.out()).isEqualTo(frame(new NodeAnswer(null, null)));
    }

    @Test
    void an_exception_is_the_answer_and_stands_in_the_log_with_its_stack_trace() throws Exception {
        NodeProcess end = run(TestPrograms.Throws.class, "gear");
        assertThat(end.code()).isEqualTo(1);
        assertThat(end.out())
                .containsPattern(
                        "\"error\":\"java.lang.IllegalStateException: broken: gear at TestPrograms\\$Throws.run\\(TestPrograms.java:\\d+\\)\"")
                .contains(
                        "\"stack\":\"java.lang.IllegalStateException: broken: gear\\n\\tat pipeline.nodes.TestPrograms$Throws.run");
        assertThat(end.err())
                .contains("ERROR node.lce001.example_parallel: java.lang.IllegalStateException: broken: gear")
                .contains("at pipeline.nodes.TestPrograms$Throws.run");
    }

    @Test
    void a_mistake_of_the_user_is_logged_without_a_stack_trace() throws Exception {
        NodeProcess end = run(ChecksumNode.class, "/no/such/file");
        assertThat(end.code()).isEqualTo(1);
        assertThat(end.err())
                .contains("ERROR node.lce001.example_parallel: /no/such/file does not exist on this host")
                .doesNotContain("\tat ");
    }

    @Test
    void a_class_that_is_not_there_is_named() throws Exception {
        NodeProcess end = NodeProcess.run(
                directory, new NodeRequest("my.Missing", List.of(), TOKEN).toJson() + "\n", ENVIRONMENT);
        assertThat(end.code()).isEqualTo(70);
        assertThat(end.out())
                .contains(TOKEN + " answer ")
                .contains("my.Missing")
                .contains("engine_classpath");
        assertThat(end.err()).contains("my.Missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage\n", "{}\n", "{\"program\":\"x\"\n"})
    void a_garbage_request_is_refused_in_one_line(String request) throws Exception {
        NodeProcess end = NodeProcess.run(directory, request, ENVIRONMENT);
        assertThat(end.code()).isEqualTo(70);
        assertThat(end.out()).isEmpty();
        assertThat(end.err())
                .startsWith("Standard input must name a node program: ")
                .hasLineCount(1);
    }

    @Test
    void a_large_result_arrives_whole() throws Exception {
        NodeProcess end = run(TestPrograms.Large.class, 5_000_000);
        assertThat(end.code()).isZero();
        assertThat(end.out()).isEqualTo(frame(new NodeAnswer(Json.tree("é".repeat(5_000_000)), null)));
    }

    @Test
    void what_a_program_prints_stands_before_its_answer_unchanged() throws Exception {
        NodeProcess end = NodeProcess.run(directory, request(TestPrograms.Noisy.class), Map.of("LC_ALL", "C"));
        assertThat(end.code()).isZero();
        assertThat(end.out())
                .isEqualTo("noise: star 星\nno line end" + frame(new NodeAnswer(Json.tree(Map.of("read", -1)), null)));
        assertThat(end.err()).isEqualTo("trouble: 星");
    }

    @Test
    void threads_left_behind_neither_keep_the_process_nor_tear_the_answer() throws Exception {
        NodeProcess end = run(TestPrograms.Lingers.class);
        assertThat(end.code()).isZero();
        assertThat(end.out()).contains(frame(new NodeAnswer(Json.tree("x".repeat(500_000)), null)));
    }

    @Test
    void a_program_that_calls_exit_keeps_its_code_and_gives_no_answer() throws Exception {
        NodeProcess end = run(TestPrograms.CallsExit.class);
        assertThat(end.code()).isEqualTo(9);
        assertThat(end.out()).isEmpty();
        assertThat(end.err()).contains("leaving");
    }

    @Test
    void letters_that_file_names_lack_are_warned_of() throws Exception {
        NodeProcess end =
                NodeProcess.run(directory, request(ExampleParallelNode.class, "/data/ü"), Map.of("LC_ALL", "C"));
        assertThat(end.code()).isZero();
        assertThat(end.err()).contains("WARNING").contains("set LC_ALL=C.UTF-8");
    }

    @Test
    void an_answer_that_cannot_be_written_is_no_success() throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "/dev/full is of Linux");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        NodeProcess.jar().toString(),
                        NodeRequest.MAIN_CLASS)
                .redirectInput(Files.writeString(directory.resolve("in"), request(ExampleParallelNode.class))
                        .toFile())
                .redirectOutput(full.toFile())
                .redirectError(directory.resolve("err").toFile())
                .start();
        assertThat(process.waitFor()).isEqualTo(70);
        assertThat(directory.resolve("err")).content().contains("could not be written to standard output");
    }
}
