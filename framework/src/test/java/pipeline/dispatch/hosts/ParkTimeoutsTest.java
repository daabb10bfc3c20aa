package pipeline.dispatch.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import pipeline.dispatch.hosts.ParkTimeouts.WaitDecision;
import pipeline.dispatch.queue.JobBatch;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.time.VirtualTime;

class ParkTimeoutsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final VirtualTime time = new VirtualTime();
    private final JobBatch batch = new JobBatch(3, 1, JobListener.NONE);
    private final ParkTimeouts timeouts = new ParkTimeouts(MINUTE, time);

    @Test
    void a_batch_waits_while_other_jobs_are_on_their_way_and_then_for_its_time() {
        assertThat(timeouts.count(batch, 2)).isTrue();
        assertThat(timeouts.look(batch)).isEqualTo(WaitDecision.GO_ON);
        time.advance(MINUTE.multipliedBy(5));
        assertThat(timeouts.look(batch)).as("a job runs").isEqualTo(WaitDecision.GO_ON);
        end(0);
        assertThat(timeouts.look(batch)).isEqualTo(WaitDecision.WAIT);
        assertThat(timeouts.look(batch)).as("is waiting").isEqualTo(WaitDecision.GO_ON);
        time.advance(MINUTE.minusNanos(1));
        assertThat(timeouts.look(batch)).isEqualTo(WaitDecision.GO_ON);
        time.advance(Duration.ofNanos(1));
        assertThat(timeouts.look(batch)).isEqualTo(WaitDecision.GIVE_UP);
    }

    @Test
    void the_time_begins_again_when_a_parked_job_came_back_and_ended() {
        timeouts.count(batch, 3);
        assertThat(timeouts.look(batch)).isEqualTo(WaitDecision.WAIT);
        time.advance(MINUTE.dividedBy(2));
        timeouts.count(batch, -1);
        assertThat(timeouts.look(batch)).isEqualTo(WaitDecision.GO_ON);
        end(0);
        time.advance(MINUTE.dividedBy(2));
        assertThat(timeouts.look(batch)).isEqualTo(WaitDecision.WAIT);
        time.advance(MINUTE);
        assertThat(timeouts.look(batch)).isEqualTo(WaitDecision.GIVE_UP);
    }

    @Test
    void without_a_time_to_wait_a_batch_is_given_up_as_soon_as_only_parked_jobs_remain() {
        ParkTimeouts none = new ParkTimeouts(Duration.ZERO, time);
        none.count(batch, 3);
        assertThat(none.look(batch)).isEqualTo(WaitDecision.GIVE_UP);
    }

    @Test
    void a_batch_that_is_over_or_has_no_parked_jobs_is_left_alone() {
        assertThat(timeouts.look(batch)).isEqualTo(WaitDecision.GO_ON);
        timeouts.count(batch, 1);
        timeouts.count(batch, -1);
        assertThat(timeouts.batches()).containsExactly(batch);
        end(0);
        end(1);
        end(2);
        assertThat(timeouts.look(batch)).isEqualTo(WaitDecision.GO_ON);
        assertThat(timeouts.batches()).isEmpty();
    }

    private void end(int index) {
        batch.ended(index);
        batch.complete(index, Outcome.notStarted(ComputeJob.command("a", "true"), "over"));
    }
}
