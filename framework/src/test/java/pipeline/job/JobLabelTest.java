package pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobLabelTest {

    @Test
    void a_job_is_reported_by_its_label_or_else_by_its_arguments() {
        assertThat(JobLabel.of(ComputeJob.command("n", "qc", "/data/a b").label("beam 2")))
                .isEqualTo("beam 2");
        assertThat(JobLabel.of(ComputeJob.command("n", "qc", "/data/a b", "-v")))
                .isEqualTo("'/data/a b' -v");
        assertThat(JobLabel.of(ComputeJob.script("n", Path.of("qc.sh"), "/data/a")))
                .isEqualTo("/data/a");
        assertThat(JobLabel.of(ComputeJob.program("n", "x.Qc", "/data/a", 3, List.of(1))))
                .isEqualTo("/data/a 3 [1]");
    }

    @Test
    void of_long_arguments_the_middle_is_left_out() {
        String label = JobLabel.of(ComputeJob.command("n", "qc", "/data/" + "x".repeat(100) + "/obs_032.wav"));

        assertThat(label)
                .hasSizeLessThanOrEqualTo(60)
                .startsWith("/data/xx")
                .contains("…")
                .endsWith("/obs_032.wav");
    }

    @Test
    void a_shortened_text_fits_as_a_label_and_is_well_formed() {
        for (String text : List.of("x".repeat(300), "x" + "\uD83D\uDE00".repeat(200), "\uD83D\uDE00".repeat(200))) {
            String label = JobLabel.shortened(text);

            assertThat(ComputeJob.command("n", "qc").label(label).label()).contains(label);
            assertThat(label.codePoints()).noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
        }
        assertThat(JobLabel.shortened("short")).isEqualTo("short");
    }
}
