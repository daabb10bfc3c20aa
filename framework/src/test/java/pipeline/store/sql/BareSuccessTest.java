package pipeline.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.Finish;
import pipeline.store.JobRow;
import pipeline.store.JobTable;
import pipeline.store.OpenMode;
import pipeline.store.TableLocation;
import pipeline.store.support.RetryLimit;

/** A table that keeps only key and status of successes. */
class BareSuccessTest {

    @Test
    void a_success_is_known_and_not_run_again_but_nothing_more_is_kept_of_it() {
        try (JobTable table = new SqlJobTable(
                SqlJobTables.database(TableLocation.inMemory(), OpenMode.WRITE, RetryLimit.of(Duration.ofSeconds(1))),
                false)) {
            TableSamples samples = new TableSamples(table);
            long me = samples.member();
            long job = samples.submit(me, 2).get(0).id();
            samples.finish(me, samples.reserve(me, job).orElseThrow(), new Finish.Succeeded("{\"rms\":1}"));
            JobRow row = samples.submit(me, 2).get(0);
            assertThat(row.state().status()).isEqualTo(JobStatus.SUCCESS);
            assertThat(row.ending().result()).isNull();
            assertThat(table.attempts(job)).isEmpty();
        }
    }

    @Test
    void an_error_is_kept_whole() {
        try (JobTable table = new SqlJobTable(
                SqlJobTables.database(TableLocation.inMemory(), OpenMode.WRITE, RetryLimit.of(Duration.ofSeconds(1))),
                false)) {
            TableSamples samples = new TableSamples(table);
            long me = samples.member();
            long job = samples.submit(me, 1).get(0).id();
            samples.finish(me, samples.reserve(me, job).orElseThrow(), TableSamples.failed("no", "stack"));
            assertThat(table.attempts(job)).hasSize(1);
            assertThat(table.get(job).orElseThrow().ending().stack()).isEqualTo("stack");
        }
    }
}
