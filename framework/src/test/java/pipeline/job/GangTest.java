package pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import pipeline.job.wire.JobJson;

class GangTest {

    private final ComputeJob control = ComputeJob.command("a", "control", "1");
    private final ComputeJob member = ComputeJob.command("b", "kernel");

    @Test
    void each_job_has_its_rank_and_a_label_that_tells_it_from_the_others() {
        List<ComputeJob> jobs =
                Gang.of("solve", control, List.of(member, member)).jobs();
        assertThat(jobs)
                .extracting(job -> job.gang().orElseThrow())
                .containsExactly(new GangSeat("solve", 0, 3), new GangSeat("solve", 1, 3), new GangSeat("solve", 2, 3));
        assertThat(jobs)
                .extracting(job -> job.label().orElseThrow())
                .containsExactly("solve control: 1", "solve 1/2", "solve 2/2");
        assertThat(jobs.get(0).gang().orElseThrow().described()).isEqualTo("control of gang solve");
        assertThat(jobs.get(2).gang().orElseThrow().described()).isEqualTo("member 2 of gang solve");
    }

    @Test
    void time_limit_and_retries_are_those_of_all() {
        Gang gang = Gang.of("solve", control, List.of(member))
                .timeLimit(Duration.ofMinutes(1))
                .retries(2);
        assertThat(gang.jobs())
                .allMatch(job -> job.options().timeout().isPresent())
                .allMatch(job -> job.options().retries().getAsInt() == 2)
                .allMatch(job -> job.gang().isPresent());
    }

    @Test
    void the_job_table_keeps_the_place_of_a_job_in_its_gang() {
        ComputeJob job = Gang.of("solve", control, List.of(member)).jobs().get(1);
        assertThat(JobJson.read("b", JobJson.write(job)).gang()).contains(new GangSeat("solve", 1, 2));
        assertThat(JobJson.read("b", JobJson.write(member)).gang()).isEmpty();
    }

    @Test
    void what_cannot_be_a_gang_is_refused() {
        refused("a gang must have a control program and at least 1 member", () -> Gang.of("g", control, List.of()));
        refused("the name of a gang must be", () -> Gang.of(" ", control, List.of(member)));
        refused("the name of a gang must be", () -> Gang.of("a\nb", control, List.of(member)));
        refused("different retries; give them to the gang", () -> Gang.of("g", control.retries(1), List.of(member)));
        refused("moves a file", () -> Gang.of("g", control, List.of(ComputeJob.put("b", Path.of("f"), "/f"))));
        refused(
                "is in a gang already: control of gang g",
                () -> Gang.of("h", Gang.of("g", control, List.of(member)).jobs().get(0), List.of(member)));
    }

    private static void refused(String message, Runnable made) {
        assertThatIllegalArgumentException().isThrownBy(made::run).withMessageContaining(message);
    }
}
