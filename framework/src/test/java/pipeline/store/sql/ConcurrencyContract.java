package pipeline.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pipeline.job.ComputeJob;
import pipeline.job.JobKey;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.ClaimedJob;
import pipeline.store.Finish;
import pipeline.store.FinishAndReserveResult;
import pipeline.store.JobRow;
import pipeline.store.JobTable;
import pipeline.store.NewMember;
import pipeline.store.ProcessIdentity;
import pipeline.store.Reservation;
import pipeline.store.StepName;
import pipeline.store.query.QueryCondition;
import pipeline.testing.stores.StorePlace;

/** What every store keeps to when many want the same: every job exactly once. */
abstract class ConcurrencyContract {

    private static final int RESERVERS = 64;

    private JobTable table;
    private TableSamples samples;
    private long me;
    private ExecutorService threads;

    abstract StorePlace place();

    @BeforeEach
    void open_table() {
        table = Tables.open(place());
        samples = new TableSamples(table);
        me = samples.member();
        threads = Executors.newFixedThreadPool(RESERVERS);
    }

    @AfterEach
    void close_table() {
        threads.shutdownNow();
        table.close();
    }

    private <T> List<T> atOnce(int count, Callable<T> work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(count);
        List<Future<T>> futures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            futures.add(threads.submit(() -> {
                start.await();
                return work.call();
            }));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            results.add(future.get());
        }
        return results;
    }

    @Test
    void of_64_who_want_a_job_one_has_it() throws Exception {
        for (JobRow row : samples.submit(me, 5)) {
            List<Optional<Reservation>> had = atOnce(RESERVERS, () -> samples.reserve(me, row.id()));
            assertThat(had).filteredOn(Optional::isPresent).hasSize(1);
        }
    }

    @Test
    void of_64_who_claim_each_job_has_one() throws Exception {
        int jobs = 500;
        samples.submit(me, jobs);
        List<Long> claimed = Collections.synchronizedList(new ArrayList<>());
        atOnce(RESERVERS, () -> {
            // rows that others are about to take are passed over, so nothing claimed does not mean that nothing is left
            while (table.count(QueryCondition.always()).containsKey(JobStatus.PENDING)) {
                List<Finish> endings = new ArrayList<>();
                for (ClaimedJob claim : table.claim(me, QueryCondition.always(), 7)) {
                    claimed.add(claim.row().id());
                    endings.add(new Finish(claim.reservation(), new Finish.Succeeded(null), TableSamples.run()));
                }
                FinishAndReserveResult exchange = table.finishAndReserve(me, endings, List.of());
                assertThat(exchange.accepted()).doesNotContain(false);
            }
            return true;
        });
        assertThat(claimed).hasSize(jobs).doesNotHaveDuplicates();
        assertThat(table.count(QueryCondition.always())).isEqualTo(Map.of(JobStatus.SUCCESS, (long) jobs));
    }

    @Test
    void of_64_in_two_processes_each_job_has_one() throws Exception {
        assumeThat(place().url()).as("nobody else reaches a table in memory").doesNotContain(":memory:");
        int jobs = 400;
        samples.submit(me, jobs);
        List<String> claimed = Collections.synchronizedList(new ArrayList<>());
        atOnce(2, () -> claimed.addAll(ClaimingProcess.run(place(), RESERVERS / 2)));
        assertThat(claimed).hasSize(jobs).doesNotHaveDuplicates();
        assertThat(table.count(QueryCondition.always())).isEqualTo(Map.of(JobStatus.SUCCESS, (long) jobs));
    }

    @Test
    void many_who_bring_the_same_jobs_bring_each_once() throws Exception {
        int jobs = 2000;
        List<Long> added = atOnce(
                4,
                () -> table.submit(samples.batch(me, TableSamples.jobs(jobs))).added());
        assertThat(added.stream().mapToLong(Long::longValue).sum()).isEqualTo(jobs);
        assertThat(table.count(QueryCondition.always())).isEqualTo(Map.of(JobStatus.PENDING, (long) jobs));
    }

    @Test
    void many_who_refresh_at_once_add_and_remove_each_job_once() throws Exception {
        int jobs = 300;
        samples.submit(me, jobs);
        StepName step = samples.step();
        List<ComputeJob> wanted = TableSamples.jobs(2 * jobs).subList(jobs / 2, 2 * jobs);
        Set<String> hashes = JobKey.ofEach(wanted).stream().map(JobKey::hash).collect(Collectors.toSet());
        Instant before = table.now();
        await().until(() -> table.now().isAfter(before.plusMillis(2)));
        AtomicLong removed = new AtomicLong();
        List<Long> added = atOnce(8, () -> {
            long came = table.submit(samples.batch(me, wanted)).added();
            removed.addAndGet(table.drop(step, hashes, Duration.ofMillis(1), QueryCondition.always()));
            table.freeOrphans(Duration.ofMinutes(1));
            return came;
        });
        assertThat(added.stream().mapToLong(Long::longValue).sum()).isEqualTo(jobs);
        assertThat(removed)
                .as("rows that another is about to remove are passed over")
                .hasValue(jobs / 2);
        assertThat(table.count(QueryCondition.always())).isEqualTo(Map.of(JobStatus.PENDING, (long) wanted.size()));
    }

    @Test
    void freeing_orphans_while_they_end_loses_nothing() throws Exception {
        long far = samples.member(
                NewMember.Kind.MASTER, true, new ProcessIdentity("ann", "elsewhere", "another boot", 77, 1));
        List<JobRow> rows = samples.submit(far, 40);
        List<Reservation> reservations = new ArrayList<>();
        rows.forEach(row -> reservations.add(samples.reserve(far, row.id()).orElseThrow()));
        List<Boolean> accepted = Collections.synchronizedList(new ArrayList<>());
        atOnce(2, new Callable<Boolean>() {
            private boolean isFirst = true;

            @Override
            public Boolean call() {
                boolean ends;
                synchronized (this) {
                    ends = isFirst;
                    isFirst = false;
                }
                if (ends) {
                    reservations.forEach(
                            reservation -> accepted.add(samples.finish(far, reservation, new Finish.Succeeded(null))));
                } else {
                    table.freeOrphans(Duration.ofMillis(1));
                }
                return ends;
            }
        });
        long successes = accepted.stream().filter(yes -> yes).count();
        assertThat(table.count(QueryCondition.always()).getOrDefault(JobStatus.SUCCESS, 0L))
                .isEqualTo(successes);
        table.freeOrphans(Duration.ofMillis(1));
        assertThat(table.count(QueryCondition.always()).getOrDefault(JobStatus.PENDING, 0L))
                .isEqualTo(rows.size() - successes);
    }
}
