package pipeline.store;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import pipeline.job.lifecycle.JobStatus;
import pipeline.time.Scheduler;

/** Waits until a job has ended. */
final class JobEndWaiter {

    private static final Duration PAUSE = Duration.ofMillis(200);

    private JobEndWaiter() {}

    static Optional<JobRow> forEnd(JobQueries table, long id, Duration limit, Scheduler scheduler)
            throws InterruptedException, TimeoutException {
        long begun = scheduler.nanos();
        while (true) {
            Optional<JobRow> row = table.get(id);
            JobStatus status = row.map(found -> found.state().status()).orElse(JobStatus.IGNORE);
            if (status != JobStatus.PENDING && status != JobStatus.RESERVED) {
                return row;
            }
            if (scheduler.since(begun).compareTo(limit) > 0) {
                throw new TimeoutException(
                        "job " + id + " is still " + status.word() + " after " + limit.toSeconds() + " s");
            }
            scheduler.sleep(PAUSE);
        }
    }
}
