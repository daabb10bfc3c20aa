package pipeline.job.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import pipeline.job.ComputeJob;
import pipeline.job.DeclaredOutput;
import pipeline.job.JobOptions;
import pipeline.job.Scratch;
import pipeline.job.TimeLimit;

class JobJsonTest {

    private static final String SUM = "0123456789abcdef".repeat(4);

    private final ComputeJob plain = ComputeJob.command("lce001", "true");

    @Test
    void what_a_job_does_not_say_is_not_there() {
        assertThat(JobJson.write(plain)).isEqualTo("{\"command\":[\"true\"]}");
        assertThat(JobJson.read("lce001", JobJson.write(plain)).options()).isEqualTo(JobOptions.NONE);
    }

    @Test
    void the_terms_of_a_job_are_read_as_they_were_written() {
        ComputeJob job = plain.timeout(Duration.ofMillis(1500))
                .retries(3)
                .cores(4)
                .memory(8L << 30)
                .limit("io", 2)
                .limit("tape", 1)
                .skipExit(42, 3)
                .outputs(List.of(DeclaredOutput.of("/data/a b"), DeclaredOutput.of("c", SUM.toUpperCase(Locale.ROOT))));
        assertThat(JobJson.read("lce001", JobJson.write(job)).options()).isEqualTo(job.options());
        ComputeJob parameters = plain.parameterFile("x.parset", "a = 'é'\n").scratch(Scratch.in("/data"));
        assertThat(JobJson.read("lce001", JobJson.write(parameters)).options()).isEqualTo(parameters.options());
        assertThat(parameters.options().scratch().orElseThrow().parameters()).isPresent();
        ComputeJob straggler = plain.timeout(new TimeLimit.OfMedian(300)).outputs("x");
        assertThat(JobJson.read("lce001", JobJson.write(straggler)).options()).isEqualTo(straggler.options());
    }

    @Test
    void a_move_of_files_reads_back_the_same() {
        for (ComputeJob job : List.of(
                ComputeJob.put("b", Path.of("x"), "/data/"),
                ComputeJob.get("b", "/data/x", Path.of("here")),
                ComputeJob.copy("a", "/data/x/", "b", "y/"))) {
            assertThat(JobJson.read(job.host(), JobJson.write(job)).command()).isEqualTo(job.command());
            assertThat(job.host()).isEqualTo("b");
        }
        assertThat(ComputeJob.put("b", Path.of("/a/x"), "/data/")).hasToString("b: put /a/x b:/data/x");
        assertThat(ComputeJob.copy("a", "/data/x/", "b", "y/")).hasToString("b: copy a:/data/x/ b:y/x");
        assertThatThrownBy(() -> ComputeJob.put("b", Path.of("x"), "/data/.."))
                .hasMessageContaining("must end with the name that it is to have");
        assertThatThrownBy(() -> ComputeJob.get("b", "", Path.of("x"))).hasMessageContaining("must not be empty");
    }

    @Test
    void terms_that_make_no_sense_are_refused() {
        assertThatThrownBy(() -> plain.timeout(Duration.ZERO)).hasMessageContaining("above zero");
        assertThatThrownBy(() -> new TimeLimit.OfMedian(100)).hasMessageContaining("above 100, but was 100");
        assertThatThrownBy(() -> plain.retries(-1)).hasMessageContaining("must not be negative, but was -1");
        assertThatThrownBy(() -> plain.cores(0)).hasMessageContaining("at least 1, but was 0");
        assertThatThrownBy(() -> plain.memory(0)).hasMessageContaining("at least 1 byte, but was 0");
        assertThatThrownBy(() -> plain.limit("io", 0)).hasMessageContaining("limit io must be at least 1, but was 0");
        assertThatThrownBy(() -> plain.limit("an io", 2)).hasMessageContaining("name must be");
        assertThatThrownBy(() -> plain.skipExit(0)).hasMessageContaining("from 1 to 255, but was 0");
        assertThatThrownBy(() -> plain.parameterFile("a/b", "x")).hasMessageContaining("without a directory");
        assertThatThrownBy(() -> plain.parameterFile("a", "x".repeat((1 << 20) + 1)))
                .hasMessageContaining("at most 1048576 characters");
        assertThatThrownBy(() -> plain.outputs("")).hasMessageContaining("must be a path");
        assertThatThrownBy(() -> DeclaredOutput.of("x", "abc")).hasMessageContaining("64 lower-case hexadecimal");
    }
}
