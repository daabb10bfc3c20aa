package pipeline.tester;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AskedJobTest {

    @TempDir
    Path files;

    private AskedJob call(String... words) throws Exception {
        Files.writeString(files.resolve("words"), "node1\0/home/node1\0" + String.join("\0", words) + "\0");
        return AskedJob.read(files);
    }

    @Test
    void a_command_is_known_by_its_program_and_its_words_whatever_is_in_them() throws Exception {
        Jobs.StartingJob call = call("/usr/bin/wc", "-l", "two\nlines", "").named();

        assertThat(call).isEqualTo(new Jobs.StartingJob("node1", List.of("/usr/bin/wc", "-l", "two\nlines", "")));
        assertThat(Jobs.of("wc").and(Jobs.with("two\nlines")).include(call)).isTrue();
        assertThat(Jobs.on("node2").include(call)).isFalse();
    }

    @Test
    void a_java_program_is_known_by_its_class_and_by_what_is_in_its_arguments() throws Exception {
        Files.writeString(
                files.resolve("request"),
                "{\"program\": \"acme.WordCounter\", \"arguments\": [{\"file\": \"a.txt\", \"cut\": [1, 2]}], \"token\": \"t\"}");
        AskedJob call = call("/jdk/bin/java", "-cp", "/node.jar", "pipeline.node.NodeMain");

        assertThat(call.isJava()).isTrue();
        assertThat(Jobs.of("WordCounter")
                        .and(Jobs.with("a.txt"))
                        .and(Jobs.with("2"))
                        .include(call.named()))
                .isTrue();
        assertThat(Jobs.with("b.txt").include(call.named())).isFalse();
    }
}
