package pipeline.dispatch.attempt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.dispatch.FakeHost;
import pipeline.job.ComputeJob;
import pipeline.job.JobCommand;
import pipeline.remote.TransportException;

class NodeFilesTest {

    private static final JobCommand PROGRAM =
            ComputeJob.program("a", "x.SomeNode").command();

    @TempDir
    private Path directory;

    private final NodeFiles files = new NodeFiles(name -> new ByteArrayInputStream(name.getBytes(UTF_8)));
    private final FakeHost host = new FakeHost("a");

    @Test
    void a_script_that_is_not_there_is_reported_before_anything_starts() {
        assertThatThrownBy(() -> files.check(List.of(script(directory.resolve("none.py"))), host -> false))
                .isInstanceOf(NodeScriptException.class)
                .hasMessage("there is no node script " + directory.resolve("none.py"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "echo\n", "#!\necho", "#!  \n", "\n#!/bin/sh\n"})
    void a_script_must_say_in_its_first_line_what_runs_it(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("s.sh"), text);
        assertThatThrownBy(() -> files.check(List.of(script(file)), host -> false))
                .isInstanceOf(NodeScriptException.class)
                .hasMessageContaining(file + ":1:1: expected a line that says what runs it");
    }

    @Test
    void a_python_script_needs_no_first_line() throws IOException {
        Path file = Files.writeString(directory.resolve("s.py"), "print()\n");
        assertThat(bring(script(file).command()).interpreter()).containsExactly("/usr/bin/env", "python3");
    }

    @Test
    void a_byte_order_mark_is_named_with_its_file() throws IOException {
        Path file = Files.writeString(directory.resolve("s.py"), "\ufeff#!/usr/bin/env python3\nprint()\n");
        assertThatThrownBy(() -> files.check(List.of(script(file)), host -> false))
                .isInstanceOf(NodeScriptException.class)
                .hasMessageContaining(file + ":1:1: a byte order mark");
    }

    @ParameterizedTest
    @CsvSource({"'#!/bin/sh\r\necho\r\n', 1", "'#!/bin/sh\necho\r\n', 2"})
    void line_ends_of_windows_are_named_with_their_file(String text, int line) throws IOException {
        Path file = Files.writeString(directory.resolve("s.sh"), text.translateEscapes());
        assertThatThrownBy(() -> files.check(List.of(script(file)), host -> false))
                .isInstanceOf(NodeScriptException.class)
                .hasMessageContaining(file + ":" + line + ": the line ends with CR LF, as on Windows")
                .hasMessageEndingWith("convert the file: sed -i 's/\\r$//' " + file);
    }

    @Test
    void the_rest_of_the_first_line_is_one_argument_as_for_the_kernel() throws IOException {
        Path file = Files.writeString(directory.resolve("s.py"), "#! /usr/bin/env -S python3 -u \r\nprint()\n");
        assertThat(bring(script(file).command()).interpreter()).containsExactly("/usr/bin/env", "-S python3 -u");
    }

    @Test
    void a_script_comes_with_the_python_helper_and_a_command_needs_nothing() throws IOException {
        Path file = Files.writeString(directory.resolve("-odd name.sh"), "#!/bin/sh\n");
        assertThat(bring(script(file).command()).pythonPath()).containsExactly("/node");
        host.put = new CompletableFuture<>();
        assertThat(bring(ComputeJob.command("a", "true").command())).isEqualTo(NodeFiles.PathsOnHost.NONE);
    }

    @Test
    void the_module_for_parameter_sets_comes_along_with_scripts_that_name_it() throws IOException {
        Path file = Files.writeString(directory.resolve("s.py"), "from pipeline_parset import Parset\n");
        assertThat(bring(script(file).command()).pythonPath()).hasSize(2);
    }

    @Test
    void a_file_goes_to_a_host_once_but_again_after_a_failure() {
        host.put = CompletableFuture.failedFuture(
                new TransportException(TransportException.Cause.NODE_FILES, "a", "no space left"));
        assertThat(files.bring(host, PROGRAM, "")).isCompletedExceptionally();
        host.put = CompletableFuture.completedFuture("/node/1");
        assertThat(bring(PROGRAM).file()).isEqualTo("/node/1");
        host.put = CompletableFuture.completedFuture("/node/2");
        assertThat(bring(PROGRAM).file()).isEqualTo("/node/1");
    }

    @Test
    void a_program_without_its_node_jar_says_how_to_build_it() {
        assertThatThrownBy(() -> new NodeFiles(name -> null).bring(host, PROGRAM, ""))
                .hasMessageContaining("pipeline-node.jar is not part of this program");
        NodeFiles broken = new NodeFiles(name -> {
            throw new IOException("on purpose");
        });
        assertThatThrownBy(() -> broken.bring(host, PROGRAM, ""))
                .hasMessageContaining("pipeline-node.jar cannot be read");
    }

    private NodeFiles.PathsOnHost bring(JobCommand work) {
        return files.bring(host, work, "").join();
    }

    private static ComputeJob script(Path file) {
        return ComputeJob.script("a", file);
    }
}
