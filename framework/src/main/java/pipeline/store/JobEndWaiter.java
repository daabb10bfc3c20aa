package pipeline.store;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import pipeline.job.JobStatus;

/** Waits for what happens in the table. */
final class JobEndWaiter {

    private static final Duration PAUSE = Duration.ofMillis(200);

    private JobEndWaiter() {}

    static Optional<JobRow> forEnd(JobTable table, long id, Duration limit)
            throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<JobRow> row = table.get(id);
            JobStatus status = row.map(found -> found.state().status()).orElse(JobStatus.IGNORE);
            if (status != JobStatus.PENDING && status != JobStatus.RESERVED) {
                return row;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException(
                        "job " + id + " is still " + status.word() + " after " + limit.toSeconds() + " s");
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }
}
