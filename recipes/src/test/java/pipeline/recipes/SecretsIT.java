package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.testing.LeakCheck;
import pipeline.testing.OpenSshServer;

/** Secrets of jobs on a real OpenSSH server: they reach the program, and nothing that stays. */
class SecretsIT {

    private static final String VALUE = "hunter2-it's-$SECRET";

    @RegisterExtension
    static final LeakCheck LEAKS = new LeakCheck();

    @RegisterExtension
    static final OpenSshServer SERVER = OpenSshServer.create();

    @TempDir
    Path directory;

    @Test
    void a_secret_reaches_the_program_and_nothing_that_stays() throws Exception {
        Path seen = Files.createDirectory(directory.resolve("on-the-node")).resolve("seen");
        Path token = Files.writeString(directory.resolve("token"), VALUE + "\n");
        Files.writeString(directory.resolve("pipeline.cfg"), """
                [DEFAULT]
                runtime_directory = %s
                [remote]
                ssh_config = %s
                node_directory = %s
                init = set -x
                """.formatted(
                        directory.resolve("state"), SERVER.sshConfig(), directory.resolve("node")));
        Path map = Files.writeString(directory.resolve("map"), "h2 = [ 0, 3 ]\n");
        String script = "printf %s \"$TOKEN\" > " + seen
                + "; echo \"told: $TOKEN.\"; echo \"failed with $TOKEN\" >&2; tr '\\0' ' ' < /proc/$$/cmdline; exit {}";

        List<String> words = List.of(
                "-d", "foreach", "-j", "s", "--shell", "--secret", "TOKEN=@" + token, map.toString(), "--", script);
        PipelineCall run = PipelineCall.run(directory, words.toArray(String[]::new));

        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(seen).hasContent(VALUE);
        assertThat(run.out()).contains("told: ***.\n");
        assertThat(run.err()).contains("h2: exit code 3: failed with ***");
        assertThat(run.out() + run.err()).doesNotContain("hunter2");
        PipelineCall shown = PipelineCall.run(directory, "jobs", "show", "-j", "s");
        assertThat(shown.out()).contains("\"secrets\":[\"TOKEN\"]").doesNotContain("hunter2");
        Files.delete(token);
        Files.delete(seen);
        assertThat(holding("hunter2")).isEmpty();

        Files.writeString(token, VALUE);
        PipelineCall again = PipelineCall.run(directory, words.toArray(String[]::new));
        assertThat(again.err()).contains("1 of 2 jobs was done before");
        Files.writeString(token, "letmein-2");
        PipelineCall other = PipelineCall.run(directory, words.toArray(String[]::new));
        assertThat(other.err()).contains("the variable TOKEN has changed").doesNotContain("hunter2", "letmein-2");
    }

    private List<Path> holding(String text) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> content(file).contains(text))
                    .toList();
        }
    }

    private static String content(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
