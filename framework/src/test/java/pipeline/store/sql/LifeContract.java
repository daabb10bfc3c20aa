package pipeline.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static pipeline.store.sql.TableSamples.A_MINUTE;
import static pipeline.store.sql.TableSamples.failed;
import static pipeline.store.sql.TableSamples.jobs;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pipeline.job.ComputeJob;
import pipeline.job.JobKey;
import pipeline.job.lifecycle.JobEvent;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.AttemptRow;
import pipeline.store.ClaimedJob;
import pipeline.store.Finish;
import pipeline.store.JobRow;
import pipeline.store.JobTable;
import pipeline.store.MemberRow;
import pipeline.store.Reservation;
import pipeline.store.StepName;
import pipeline.store.Submission;
import pipeline.store.query.FieldCatalog;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;
import pipeline.store.query.QueryParser;
import pipeline.testing.stores.FreshStore;
import pipeline.testing.stores.StoreKind;

/** What every store keeps to of the life of a job: what may follow what, when, and whose job it is. */
abstract class LifeContract {

    @RegisterExtension
    final FreshStore store;

    private JobTable table;
    private TableSamples samples;
    private long me;

    LifeContract(StoreKind kind) {
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

    /** Makes one job in each status; each but the pending and the ignored one was reserved before. */
    private Map<JobStatus, Reservation> oneOfEach() {
        List<JobRow> rows = samples.submit(me, JobStatus.values().length);
        Map<JobStatus, Reservation> last = new EnumMap<>(JobStatus.class);
        for (JobStatus status : JobStatus.values()) {
            long job = rows.get(last.size()).id();
            last.put(status, samples.reserve(me, job).orElseThrow());
        }
        samples.finish(me, last.get(JobStatus.PENDING), new Finish.Released(""));
        samples.finish(me, last.get(JobStatus.SUCCESS), new Finish.Succeeded("1"));
        samples.finish(me, last.get(JobStatus.ERROR), failed("no"));
        samples.finish(me, last.get(JobStatus.IGNORE), new Finish.Released(""));
        table.change(
                JobEvent.IGNORE,
                QueryCondition.equal(
                        JobFields.JOB_ID, last.get(JobStatus.IGNORE).job()),
                "broken");
        return last;
    }

    private JobRow row(long job) {
        return table.get(job).orElseThrow();
    }

    @Test
    void only_a_pending_job_is_reserved_and_only_a_reserved_one_ends() {
        Map<JobStatus, Reservation> last = oneOfEach();
        last.forEach((status, reservation) -> {
            JobRow before = row(reservation.job());
            assertThat(before.state().status()).isEqualTo(status);
            if (status != JobStatus.PENDING) {
                assertThat(samples.reserve(me, reservation.job()))
                        .as("reserve what is %s", status)
                        .isEmpty();
            }
            if (status != JobStatus.RESERVED) {
                for (Finish.How how : List.of(
                        new Finish.Succeeded("2"),
                        failed("late"),
                        new Finish.Again(failed("late").failure(), null, Duration.ZERO),
                        new Finish.Skipped(42, "late"),
                        new Finish.Released("late"))) {
                    assertThat(samples.finish(me, reservation, how))
                            .as("%s of what is %s", how, status)
                            .isFalse();
                }
            }
            assertThat(row(reservation.job()))
                    .as("%s is as it was", status)
                    .usingRecursiveComparison()
                    .isEqualTo(before);
            assertThat(table.attempts(reservation.job())).hasSize(1);
        });
        assertThat(table.claim(me, QueryCondition.always(), 10))
                .extracting(claim -> claim.row().id())
                .containsExactly(last.get(JobStatus.PENDING).job());
    }

    @Test
    void a_pending_job_keeps_nothing_of_a_reservation_that_it_had() {
        for (Finish.How how : List.of(
                new Finish.Released("its host is down"),
                new Finish.Lost("nobody knows"),
                new Finish.Again(failed("no").failure(), null, Duration.ZERO))) {
            long job = samples.submit(me, 1).get(0).id();
            samples.finish(me, samples.reserve(me, job).orElseThrow(), how);
            assertThatNothingIsKept(job);
            table.change(JobEvent.IGNORE, QueryCondition.always(), "");
            table.change(JobEvent.PURGE, QueryCondition.always(), "");
        }
        long retried = samples.submit(me, 1).get(0).id();
        samples.finish(me, samples.reserve(me, retried).orElseThrow(), failed("no"));
        table.change(JobEvent.RETRY, QueryCondition.always(), "");
        assertThatNothingIsKept(retried);
        assertThat(samples.reserve(me, retried)).isPresent();
        table.leave(me);
        assertThatNothingIsKept(retried);
    }

    private void assertThatNothingIsKept(long job) {
        List<String> records = new ArrayList<>();
        table.query(
                QueryCondition.equal(JobFields.JOB_ID, job),
                List.of(JobFields.STATUS, JobFields.STARTED, JobFields.PID, JobFields.USER),
                null,
                record -> records.add(record.toString()));
        assertThat(records)
                .containsExactly("{\"job_id\":%d,\"status\":\"pending\",\"started\":null,\"pid\":0,\"user\":\"\"}"
                        .formatted(job));
        assertThat(row(job).state().reserved()).isNull();
        assertThat(row(job).reservation()).isNull();
    }

    @Test
    void what_left_its_item_out_is_told_apart_from_what_people_left_out_and_retried_like_it() {
        List<JobRow> rows = samples.submit(me, 3);
        long skipped = rows.get(0).id();
        samples.finish(me, samples.reserve(me, skipped).orElseThrow(), new Finish.Skipped(42, "no data"));
        samples.finish(me, samples.reserve(me, rows.get(1).id()).orElseThrow(), failed("no"));
        table.change(JobEvent.IGNORE, QueryCondition.always(), "bad weather");
        assertThat(rows).extracting(row -> row(row.id()).state().status()).containsOnly(JobStatus.IGNORE);
        assertThat(rows).extracting(row -> row(row.id()).isSkipped()).containsExactly(true, false, false);
        assertThat(rows)
                .extracting(row -> row(row.id()).state().reason())
                .containsExactly("no data", "bad weather", "bad weather");
        JobRow row = row(skipped);
        assertThat(row.ending().exitCode()).isEqualTo(42);
        assertThat(row.ending().kind()).isNull();
        assertThat(row.state().completed()).isNotNull();
        assertThat(table.claim(me, QueryCondition.always(), 10)).isEmpty();
        table.change(JobEvent.RETRY, QueryCondition.equal(JobFields.JOB_ID, skipped), "");
        assertThat(row(skipped).state().status()).isEqualTo(JobStatus.PENDING);
        assertThat(row(skipped).isSkipped()).isFalse();
        AttemptRow attempt = table.attempts(skipped).get(0);
        assertThat(attempt.ending()).isEqualTo(AttemptRow.AttemptEnd.SKIPPED);
        assertThat(attempt.message()).isEqualTo("no data");
        assertThat(attempt.exitCode()).isEqualTo(42);
    }

    @Test
    void an_attempt_keeps_its_own_result_and_the_job_the_last_one() {
        long job = samples.submit(me, 1).get(0).id();
        samples.finish(me, samples.reserve(me, job).orElseThrow(), new Finish.Succeeded("[1]"));
        table.change(JobEvent.RETRY, QueryCondition.always(), "");
        samples.finish(me, samples.reserve(me, job).orElseThrow(), new Finish.Succeeded("[2]"));
        assertThat(table.attempts(job)).extracting(AttemptRow::result).containsExactly("[1]", "[2]");
        assertThat(row(job).ending().result()).isEqualTo("[2]");
    }

    @Test
    void a_job_started_when_its_last_attempt_did() {
        long job = samples.submit(me, 1).get(0).id();
        samples.finish(me, samples.reserve(me, job).orElseThrow(), new Finish.Succeeded(null));
        assertThat(table.count(QueryCondition.equal(
                        JobFields.STARTED, TableSamples.run().started())))
                .containsEntry(JobStatus.SUCCESS, 1L);
    }

    @Test
    void an_ending_of_what_was_never_reserved_or_is_deleted_is_refused() {
        long job = samples.submit(me, 1).get(0).id();
        for (long number : List.of(0L, 1L, -1L)) {
            assertThat(samples.finish(me, new Reservation(job, number, 1), failed("no")))
                    .isFalse();
        }
        assertThat(row(job).state().status()).isEqualTo(JobStatus.PENDING);
        Reservation reservation = samples.reserve(me, job).orElseThrow();
        samples.finish(me, reservation, failed("no"));
        table.change(JobEvent.CLEAR, QueryCondition.always(), "");
        assertThat(samples.finish(me, reservation, failed("the true cause"))).isFalse();
        assertThat(samples.finish(me, new Reservation(987_654, 1, 1), new Finish.Succeeded(null)))
                .isFalse();
        assertThat(table.count(QueryCondition.always())).isEmpty();
        assertThat(samples.reserve(me, job)).isEmpty();
    }

    @Test
    void an_error_blocks_its_job_until_it_is_cleared_and_the_job_comes_in_anew() {
        Reservation first =
                samples.reserve(me, samples.submit(me, 1).get(0).id()).orElseThrow();
        samples.finish(me, first, failed("no"));
        assertThat(table.submit(samples.batch(me, jobs(1))).added()).isZero();
        assertThat(table.claim(me, QueryCondition.always(), 1)).isEmpty();
        table.change(JobEvent.CLEAR, QueryCondition.always(), "");
        JobRow anew = samples.submit(me, 1).get(0);
        assertThat(anew.id()).isNotEqualTo(first.job());
        assertThat(samples.reserve(me, anew.id()).orElseThrow().attempt()).isEqualTo(1);
    }

    @Test
    void jobs_are_claimed_by_priority_then_by_their_time_then_by_number() {
        List<JobRow> rows = samples.submit(me, 4);
        samples.finish(me, samples.reserve(me, rows.get(0).id()).orElseThrow(), failed("no"));
        later();
        table.change(JobEvent.RETRY, QueryCondition.always(), "");
        table.setPriority(4, QueryCondition.equal(JobFields.JOB_ID, rows.get(3).id()));
        QueryCondition urgent =
                new QueryCondition.Compare(JobFields.PRIORITY, QueryCondition.Relation.LESS_OR_EQUAL, 4L);
        assertThat(positions(table.claim(me, urgent, 10))).containsExactly(3);
        assertThat(positions(table.claim(me, QueryCondition.always(), 10)))
                .as("what was retried became due last")
                .containsExactly(1, 2, 0);
    }

    @Test
    void a_delayed_job_is_claimed_when_its_time_has_come_by_the_clock_of_the_table() {
        Submission batch = Submission.of(samples.step(), me, Duration.ofMillis(400), 5, jobs(1));
        JobRow row = table.submit(batch).rows().get(0);
        assertThat(row.state().scheduled()).isEqualTo(row.state().created().plusMillis(400));
        List<ClaimedJob> claims = new ArrayList<>();
        await().until(() -> claims.addAll(table.claim(me, QueryCondition.always(), 1)));
        Instant reserved = claims.get(0).row().state().reserved();
        assertThat(reserved).isAfterOrEqualTo(row.state().scheduled()).isBeforeOrEqualTo(table.now());
    }

    @Test
    void a_refresh_drops_nothing_that_runs_succeeded_or_is_ignored_and_nothing_of_others() {
        Map<JobStatus, Reservation> last = oneOfEach();
        for (StepName other : List.of(
                new StepName("calibrate", "night", "1#2"),
                new StepName("image", "night", "1"),
                new StepName("calibrate", "day", "1"))) {
            table.submit(Submission.of(other, me, Duration.ZERO, 5, jobs(2)));
        }
        later();
        assertThat(table.drop(samples.step(), Set.of(), A_MINUTE, QueryCondition.always()))
                .isZero();
        assertThat(table.drop(samples.step(), Set.of(), Duration.ZERO, QueryCondition.always()))
                .isEqualTo(2);
        for (JobStatus status : JobStatus.values()) {
            assertThat(table.get(last.get(status).job()).isPresent())
                    .as("%s", status)
                    .isEqualTo(!JobEvent.DROP.from().contains(status));
        }
        assertThat(table.count(QueryCondition.always())).containsEntry(JobStatus.PENDING, 6L);
    }

    @Test
    void keys_of_any_kind_are_told_apart_and_found_again() {
        List<ComputeJob> jobs = new ArrayList<>();
        for (Object value : List.of(
                1,
                "1",
                1.25,
                new BigDecimal("0.1"),
                new BigDecimal("0.1000000000000000000001"),
                true,
                "true",
                "a",
                "A",
                "a ",
                "ä",
                "a\u0308",
                "it's \"a\" \\ %_?:x",
                "2026-10-28",
                UUID.fromString("1-2-3-4-5"),
                List.of(1, "b"),
                Map.of("x", 1),
                new BigDecimal("12345678901234567890123"),
                "🔭\n\t")) {
            Map<String, Object> key = new LinkedHashMap<>();
            key.put("value", value);
            key.put("beam ü", 7);
            jobs.add(ComputeJob.command("lce001", "true").key(key));
        }
        List<JobRow> rows = table.submit(samples.batch(me, jobs)).rows();
        assertThat(table.count(QueryCondition.always())).containsEntry(JobStatus.PENDING, (long) jobs.size());
        assertThat(table.submit(samples.batch(me, jobs)).added()).isZero();
        for (JobRow row : rows) {
            JobKey key = row(row.id()).key();
            assertThat(key).isEqualTo(row.key());
            QueryCondition asked = new QueryParser(new FieldCatalog(JobFields.ALL), table.now())
                    .parse("{\"key\": " + key.json() + "}");
            List<Long> found = new ArrayList<>();
            table.query(
                    asked,
                    List.of(),
                    null,
                    record -> found.add(record.get("job_id").longValue()));
            assertThat(found).as(key.json()).containsExactly(row.id());
        }
    }

    @Test
    void who_reserved_a_job_is_recorded_and_the_connection_is_one_of_the_database() throws Exception {
        long job = samples.submit(me, 1).get(0).id();
        Instant before = table.now();
        samples.reserve(me, job);
        JobRow row = row(job);
        assertThat(row.reservation().user()).isEqualTo(System.getProperty("user.name"));
        assertThat(row.reservation().pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(row.state().reserved()).isBetween(before, table.now());
        MemberRow member = table.members(false).get(0);
        assertThat(row.reservation().connectionId()).isEqualTo(member.connectionId());
        assertThat(row.state().created()).isBeforeOrEqualTo(before);
        assertThat(table.attempts(job).get(0).owner().connectionId()).isEqualTo(member.connectionId());
        assertThat(sessions()).as("sessions of the database").contains(member.connectionId());
    }

    private List<Long> sessions() throws Exception {
        String sql = switch (store.kind()) {
            case SQLITE_FILE, SQLITE_MEMORY -> null;
            case POSTGRESQL -> "SELECT pid FROM pg_stat_activity";
            case MARIADB -> "SELECT id FROM information_schema.processlist";
        };
        if (sql == null) {
            return List.of(0L);
        }
        List<Long> sessions = new ArrayList<>();
        try (var connection = store.place().connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                sessions.add(rows.getLong(1));
            }
        }
        return sessions;
    }

    private static List<Integer> positions(List<ClaimedJob> claims) {
        return claims.stream().map(claim -> claim.row().position()).toList();
    }

    /** Lets the store's clock go on by more than a millisecond. */
    private void later() {
        Instant before = table.now();
        await().until(() -> table.now().isAfter(before.plusMillis(2)));
    }
}
