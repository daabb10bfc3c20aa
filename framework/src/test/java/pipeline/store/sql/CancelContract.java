package pipeline.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static pipeline.store.sql.TableSamples.failed;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pipeline.job.FailureKind;
import pipeline.job.lifecycle.JobEvent;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.AttemptRow;
import pipeline.store.Finish;
import pipeline.store.JobRow;
import pipeline.store.JobTable;
import pipeline.store.Reservation;
import pipeline.store.query.QueryCondition;
import pipeline.testing.stores.FreshStore;
import pipeline.testing.stores.StoreKind;

/** What every store does with jobs that somebody cancels. */
abstract class CancelContract {

    @RegisterExtension
    final FreshStore store;

    private JobTable table;
    private TableSamples samples;
    private long me;

    CancelContract(StoreKind kind) {
        this.store = FreshStore.withTables(kind);
    }

    @BeforeEach
    void open_table() {
        table = Tables.open(store.place());
        samples = new TableSamples(table);
        me = samples.member();
    }

    @AfterEach
    void close_table() {
        table.close();
    }

    private long cancel() {
        return table.change(JobEvent.CANCEL, QueryCondition.all(List.of()), "by ann: no disk")
                .changed();
    }

    private AttemptRow attempt(long job) {
        return table.attempts(job).get(0);
    }

    @Test
    void a_job_that_waits_does_not_start_any_more() {
        long job = samples.submit(me, 1).get(0).id();
        assertThat(cancel()).isEqualTo(1);
        JobRow row = table.get(job).orElseThrow();
        assertThat(row.state().status()).isEqualTo(JobStatus.ERROR);
        assertThat(row.state().completed()).isNotNull();
        assertThat(row.ending().kind()).isEqualTo(FailureKind.CANCELLED);
        assertThat(row.ending().message()).isEqualTo("by ann: no disk");
        assertThat(table.attempts(job)).isEmpty();
        assertThat(samples.reserve(me, job)).isEmpty();
    }

    @Test
    void the_owner_of_a_job_has_no_reservation_any_more_but_says_when_the_attempt_is_over() {
        long job = samples.submit(me, 1).get(0).id();
        Reservation reservation = samples.reserve(me, job).orElseThrow();
        assertThat(cancel()).isEqualTo(1);
        assertThat(attempt(job).ending()).isEqualTo(AttemptRow.AttemptEnd.LOST);
        assertThat(attempt(job).kind()).isEqualTo(FailureKind.CANCELLED);

        Finish.Run run = new Finish.Run(Instant.ofEpochSecond(7), Duration.ofSeconds(2), Path.of("out"), null);
        Finish late = new Finish(reservation, new Finish.Succeeded("1"), run);
        assertThat(table.finishAndReserve(me, List.of(late), List.of()).accepted())
                .containsExactly(false);
        assertThat(table.get(job).orElseThrow().state().status()).isEqualTo(JobStatus.ERROR);
        assertThat(attempt(job).ending()).isEqualTo(AttemptRow.AttemptEnd.ERROR);
        assertThat(attempt(job).kind()).isEqualTo(FailureKind.CANCELLED);
        assertThat(attempt(job).message()).isEqualTo("by ann: no disk");
        assertThat(attempt(job).duration()).isEqualTo(2.0);
        assertThat(attempt(job).stdout()).isEqualTo(Path.of("out"));
    }

    @Test
    void an_attempt_whose_end_nobody_knows_stays_lost() {
        long job = samples.submit(me, 1).get(0).id();
        Reservation reservation = samples.reserve(me, job).orElseThrow();
        cancel();
        assertThat(samples.finish(me, reservation, new Finish.Lost("no answer")))
                .isFalse();
        assertThat(attempt(job).ending()).isEqualTo(AttemptRow.AttemptEnd.LOST);
    }

    @Test
    void what_an_owner_left_that_is_gone_may_be_asked_of_its_host() {
        long job = samples.submit(me, 1).get(0).id();
        Reservation reservation = samples.reserve(me, job).orElseThrow();
        samples.finish(me, reservation, new Finish.Lost("gone"));
        assertThat(attempt(job).kind()).isEqualTo(FailureKind.LOST);
        assertThat(cancel()).isEqualTo(1);
        assertThat(attempt(job).ending()).isEqualTo(AttemptRow.AttemptEnd.LOST);
        assertThat(attempt(job).kind()).isEqualTo(FailureKind.CANCELLED);
    }

    @Test
    void what_is_over_stays_as_it_is_and_what_was_cancelled_can_be_retried() {
        List<JobRow> rows = samples.submit(me, 2);
        samples.finish(me, samples.reserve(me, rows.get(0).id()).orElseThrow(), failed("no"));
        assertThat(cancel()).isEqualTo(1);
        assertThat(table.get(rows.get(0).id()).orElseThrow().ending().message()).isEqualTo("no");
        table.change(JobEvent.RETRY, QueryCondition.all(List.of()), "");
        assertThat(samples.reserve(me, rows.get(1).id())).isPresent();
    }
}
