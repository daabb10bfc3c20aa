package pipeline.dispatch.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.time.VirtualTime;

class DelayedJobsTest {

    private final VirtualTime time = new VirtualTime();
    private final AtomicInteger alarms = new AtomicInteger();
    private final DelayedJobs later = new DelayedJobs(time, alarms::incrementAndGet);

    @Test
    void jobs_come_out_in_the_order_of_their_time() {
        later.add(job(1), Duration.ofMillis(40));
        later.add(job(2), Duration.ofMillis(20));
        later.add(job(3), Duration.ofDays(4000));
        assertThat(later.due()).isEmpty();
        time.advance(Duration.ofMillis(40));
        assertThat(alarms).hasValueGreaterThanOrEqualTo(2);
        assertThat(later.due()).extracting(QueuedJob::number).containsExactly(2L, 1L);
        assertThat(later.due()).isEmpty();
    }

    @Test
    void those_that_are_meant_can_be_taken_out() {
        later.add(job(1), Duration.ofDays(1));
        later.add(job(2), Duration.ofDays(1));
        assertThat(later.drain(job -> job.number() == 1))
                .extracting(QueuedJob::number)
                .containsExactly(1L);
        assertThat(later.drain(job -> true)).extracting(QueuedJob::number).containsExactly(2L);
    }

    private static QueuedJob job(long number) {
        return new QueuedJob(
                new JobBatch(1, 1, JobListener.NONE),
                0,
                number,
                ComputeJob.command("a", "true"),
                new QueuePosition(5, Instant.EPOCH, number));
    }
}
