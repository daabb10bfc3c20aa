package pipeline.dispatch.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;

class JobPhaseTest {

    /** A line for each phase, a column for each event in the order of the constants; {@code -} cannot happen. */
    @ParameterizedTest
    @CsvSource({
        // phase,   enqueued, delayed, elsewhere, doubted, set aside, asked,     started, suspected, sent,      finished
        "SUBMITTED, QUEUED,   DELAYED, ELSEWHERE, HELD,    PARKED,    -,         -,       -,         RECORDING, DONE",
        "QUEUED,    QUEUED,   -,       ELSEWHERE, HELD,    PARKED,    RESERVING, RUNNING, -,         RECORDING, DONE",
        "DELAYED,   QUEUED,   -,       -,         HELD,    PARKED,    -,         -,       -,         -,         DONE",
        "ELSEWHERE, QUEUED,   DELAYED, ELSEWHERE, HELD,    PARKED,    -,         -,       -,         -,         DONE",
        "HELD,      QUEUED,   -,       -,         HELD,    PARKED,    -,         -,       -,         RECORDING, DONE",
        "PARKED,    QUEUED,   -,       -,         -,       PARKED,    -,         -,       -,         RECORDING, DONE",
        "RESERVING, QUEUED,   DELAYED, ELSEWHERE, HELD,    PARKED,    -,         RUNNING, -,         RECORDING, DONE",
        "RUNNING,   -,        -,       -,         -,       -,         -,         -,       SUSPECT,   RECORDING, DONE",
        "SUSPECT,   -,        -,       -,         -,       -,         -,         -,       -,         RECORDING, DONE",
        "RECORDING, QUEUED,   DELAYED, -,         HELD,    PARKED,    -,         -,       -,         -,         DONE",
        "DONE,      -,        -,       -,         -,       -,         -,         -,       -,         -,         -",
    })
    void every_phase_and_every_event(
            JobPhase phase,
            String enqueued,
            String delayed,
            String elsewhere,
            String doubted,
            String aside,
            String asked,
            String started,
            String suspected,
            String sent,
            String finished) {
        List<String> expected =
                List.of(enqueued, delayed, elsewhere, doubted, aside, asked, started, suspected, sent, finished);
        assertThat(Arrays.stream(JobPhase.Event.values())
                        .map(event -> after(phase, event))
                        .toList())
                .isEqualTo(expected);
    }

    private static String after(JobPhase phase, JobPhase.Event event) {
        try {
            return phase.after(event).name();
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("a job that is %s cannot be %s", phase, event);
            return "-";
        }
    }

    @Test
    void a_job_is_in_one_phase_and_in_no_other() {
        JobsInRun jobs = new JobsInRun();
        QueuedJob job = job();
        jobs.add(job);
        for (JobPhase.Event event : List.of(
                JobPhase.Event.ENQUEUED,
                JobPhase.Event.RESERVATION_ASKED,
                JobPhase.Event.STARTED,
                JobPhase.Event.OUTCOME_SENT)) {
            jobs.note(job, event);
            assertThat(Arrays.stream(JobPhase.values())
                            .filter(phase -> jobs.list(phase).contains(job)))
                    .containsExactly(job.phase());
            assertThat(jobs.unfinished()).containsExactly(job);
        }
        assertThat(jobs.finish(job)).isTrue();
        assertThat(jobs.finish(job)).isFalse();
        assertThat(jobs.isEmpty()).isTrue();
        assertThat(job.phase()).isEqualTo(JobPhase.DONE);
    }

    @Test
    void what_cannot_happen_changes_nothing() {
        JobsInRun jobs = new JobsInRun();
        QueuedJob job = job();
        jobs.add(job);
        assertThatIllegalStateException().isThrownBy(() -> jobs.note(job, JobPhase.Event.STARTED));
        assertThat(jobs.count(JobPhase.SUBMITTED)).isEqualTo(1);
        assertThat(job.phase()).isEqualTo(JobPhase.SUBMITTED);
    }

    private static QueuedJob job() {
        return new QueuedJob(
                new JobBatch(1, 1, JobListener.NONE),
                0,
                1,
                ComputeJob.command("a", "true"),
                new QueuePosition(5, Instant.EPOCH, 0));
    }
}
