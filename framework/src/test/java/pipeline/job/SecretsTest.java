package pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.job.wire.JobJson;

class SecretsTest {

    private static final String VALUE = "s3cr3t 'value'";

    @TempDir
    private Path directory;

    @Test
    void they_come_from_the_environment_or_from_a_file_without_its_last_line_end() throws Exception {
        Path file = Files.writeString(directory.resolve("token"), "one\ntwo\r\n");
        Secrets secrets = Secrets.read(List.of("TOKEN", "KEY=@" + file), Map.of("TOKEN", VALUE));
        assertThat(secrets.values()).isEqualTo(Map.of("TOKEN", VALUE, "KEY", "one\ntwo"));
        assertThat(secrets.missing()).isEmpty();
        assertThat(secrets).hasToString("KEY, TOKEN");
    }

    @Test
    void a_value_on_the_command_line_is_refused_and_not_repeated() {
        assertThatThrownBy(() -> Secrets.read(List.of("TOKEN=hunter2"), Map.of()))
                .hasMessageContaining("must not stand on the command line")
                .hasMessageContaining("NAME=@FILE")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void what_is_not_there_or_cannot_be_one_is_said() {
        assertThatThrownBy(() -> Secrets.read(List.of("TOKEN"), Map.of()))
                .hasMessageContaining("TOKEN is not in the environment of this command")
                .hasMessageContaining("TOKEN=@FILE");
        assertThatThrownBy(() -> Secrets.read(List.of("A-B"), Map.of("A-B", "x")))
                .hasMessageContaining("letters, digits and underscores, but was A-B");
        assertThatThrownBy(() -> Secrets.read(List.of("A"), Map.of("A", ""))).hasMessageContaining("A is empty");
        assertThatThrownBy(() -> Secrets.read(List.of("A=@/not/there"), Map.of()))
                .hasMessageContaining("the secret A cannot be read")
                .hasMessageContaining("/not/there");
    }

    @Test
    void the_job_table_has_their_names_and_never_their_values() {
        ComputeJob job = ComputeJob.command("a", "true").secret("TOKEN", VALUE).secret("KEY", "x");
        String json = JobJson.write(job);
        assertThat(json).contains("\"secrets\":[\"KEY\",\"TOKEN\"]").doesNotContain("s3cr3t");
        ComputeJob read = JobJson.read("a", json);
        assertThat(read.secrets().missing()).containsExactly("KEY", "TOKEN");
        assertThat(read.secrets()
                        .filledFrom(Map.of("TOKEN", VALUE, "KEY", "x", "OTHER", "y"))
                        .values())
                .isEqualTo(job.secrets().values());
        assertThat(job.toString() + job.secrets() + JobKey.ofEach(List.of(job))).doesNotContain("s3cr3t");
    }
}
