package pipeline.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.logging.log4j.LogManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.dispatch.attempt.NodeFiles;
import pipeline.dispatch.enqueue.Enqueuer;
import pipeline.dispatch.enqueue.ReuseCheck;
import pipeline.dispatch.fingerprint.Fingerprints;
import pipeline.dispatch.queue.JobBatch;
import pipeline.dispatch.rules.RunRules;
import pipeline.dispatch.rules.StopMode;
import pipeline.dispatch.table.Membership;
import pipeline.job.ComputeJob;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.job.JobKeys;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.job.Outcome.State;
import pipeline.job.Outcomes;
import pipeline.job.Outcomes.Stop;
import pipeline.job.identity.Provenance;
import pipeline.job.lifecycle.JobEvent;
import pipeline.job.lifecycle.JobStatus;
import pipeline.log.LogLevel;
import pipeline.log.server.LoggingSettings;
import pipeline.log.server.MasterLogging;
import pipeline.store.AttemptRow;
import pipeline.store.Finish;
import pipeline.store.JobTable;
import pipeline.store.NewMember;
import pipeline.store.ProcessIdentity;
import pipeline.store.Reservation;
import pipeline.store.StoreException;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;
import pipeline.store.settings.JobTables;
import pipeline.testing.LeakCheck;
import pipeline.testing.Masters;

/** Runs that share a job table with others, and whose table goes away. */
@Timeout(60)
class SharedTableIT {

    @RegisterExtension
    private final LeakCheck leaks = new LeakCheck();

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private MasterLogging logging;
    private JobTable table;

    @BeforeEach
    void start() throws Exception {
        LoggingSettings lines = new LoggingSettings(Optional.empty(), "%(levelname)s %(message)s", "");
        logging = MasterLogging.start(lines, LogLevel.WARNING, TestRun.RECIPE, console);
        table = JobTables.inFile(directory.resolve("jobs.sqlite"));
    }

    @AfterEach
    void stop() {
        table.close();
        logging.close();
    }

    @Test
    void two_runs_that_share_a_table_run_every_job_once_and_both_know_every_outcome() throws Exception {
        List<ComputeJob> jobs = jobs(500);
        try (JobTable other = JobTables.inFile(directory.resolve("jobs.sqlite"));
                TestRun one = new TestRun(table, directory.resolve("one"), RunRules.DEFAULT);
                TestRun two = new TestRun(other, directory.resolve("two"), RunRules.DEFAULT)) {
            CompletableFuture<Outcomes> first = one.begin("1", jobs);
            CompletableFuture<Outcomes> second = two.begin("1", jobs);
            assertThat(first.get()).hasSize(500).allMatch(Outcome::isSuccess);
            assertThat(second.get()).hasSize(500).allMatch(Outcome::isSuccess);
            int once = one.transport.host("a").runs.get()
                    + two.transport.host("a").runs.get();
            assertThat(once).isEqualTo(500);
        }
        assertThat(table.count(QueryCondition.equal(JobFields.ATTEMPTS, 1L)))
                .isEqualTo(Map.of(JobStatus.SUCCESS, 500L));
    }

    @Test
    void what_failed_in_the_run_that_others_are_in_is_not_run_again_by_who_joins() throws Exception {
        try (TestRun one = new TestRun(table, directory, RunRules.DEFAULT);
                TestRun two = new TestRun(table, directory, RunRules.DEFAULT)) {
            one.transport.host("a").code = script -> 3;
            assertThat(one.run("1", jobs(2))).extracting(Outcome::state).containsOnly(State.FAILED);
            assertThat(two.run("1", jobs(2))).extracting(Outcome::state).containsOnly(State.FAILED);
            assertThat(two.transport.host("a").runs).hasValue(0);
        }
    }

    @Test
    void a_job_that_another_runs_is_waited_for() throws Exception {
        try (TestRun run = new TestRun(table, directory, RunRules.DEFAULT);
                Membership other = other()) {
            Reservation reservation = reservedBy(other, run);
            CompletableFuture<Outcomes> call = run.begin("1", jobs(1));
            await().until(() -> console.toString(UTF_8).contains("is waited for"));
            table.finishAndReserve(
                    other.id(),
                    List.of(new Finish(
                            reservation,
                            new Finish.Succeeded("{\"sum\":7}"),
                            new Finish.Run(Instant.EPOCH, Duration.ofSeconds(3), null, Path.of("/x.err")))),
                    List.of());
            Outcome outcome = call.get().get(0);
            assertThat(outcome.result().orElseThrow().toString()).isEqualTo("{\"sum\":7}");
            assertThat(outcome.attempt().orElseThrow().duration()).isEqualTo(Duration.ofSeconds(3));
            assertThat(outcome.attempt().orElseThrow().stderr()).isEqualTo(Path.of("/x.err"));
            assertThat(run.transport.host("a").runs).hasValue(0);
        }
    }

    @Test
    void a_job_that_another_gives_back_is_run_here() throws Exception {
        try (TestRun run = new TestRun(table, directory, RunRules.DEFAULT);
                Membership other = other()) {
            Reservation reservation = reservedBy(other, run);
            CompletableFuture<Outcomes> call = run.begin("1", jobs(1));
            await().until(() -> console.toString(UTF_8).contains("is waited for"));
            table.finishAndReserve(
                    other.id(), List.of(new Finish(reservation, new Finish.Released(""), null)), List.of());
            assertThat(call.get()).allMatch(Outcome::isSuccess);
            assertThat(run.transport.host("a").runs).hasValue(1);
        }
    }

    @Test
    void a_job_that_somebody_deletes_or_leaves_out_meanwhile_has_an_outcome_that_says_so() throws Exception {
        try (TestRun run = new TestRun(table, directory, RunRules.DEFAULT)) {
            FakeHost host = run.holding("a");
            CompletableFuture<Outcomes> call = run.begin("1", jobs(4));
            FakeHost.FakeSlot first = host.held.take();
            FakeHost.FakeSlot second = host.held.take();
            table.change(JobEvent.IGNORE, QueryCondition.equal(JobFields.JOB_ID, 3L), "broken file");
            table.change(JobEvent.IGNORE, QueryCondition.equal(JobFields.JOB_ID, 4L), "");
            table.change(JobEvent.PURGE, QueryCondition.equal(JobFields.JOB_ID, 4L), "");
            first.end(0);
            second.end(0);
            Outcomes outcomes = call.get();
            assertThat(outcomes)
                    .extracting(Outcome::state)
                    .containsExactly(State.SUCCEEDED, State.SUCCEEDED, State.IGNORED, State.NOT_STARTED);
            assertThat(outcomes.get(2).message()).isEqualTo("broken file");
            assertThat(outcomes.get(3).message()).isEqualTo("somebody took job 4 out of the job table");
        }
    }

    @Test
    void an_ending_that_comes_too_late_is_reported_and_the_table_counts() throws Exception {
        try (TestRun run = new TestRun(table, directory, RunRules.DEFAULT);
                Membership other = other()) {
            FakeHost host = run.holding("a");
            CompletableFuture<Outcomes> call = run.begin("1", jobs(2));
            FakeHost.FakeSlot first = host.held.take();
            FakeHost.FakeSlot second = host.held.take();
            table.leave(run.membership.id());
            Reservation taken = table.finishAndReserve(other.id(), List.of(), List.of(1L))
                    .reserved()
                    .get(0)
                    .orElseThrow();
            Finish failed =
                    new Finish(taken, new Finish.Failed(new Failure(FailureKind.PROGRAM, 9, "no luck"), null), null);
            table.finishAndReserve(other.id(), List.of(failed), List.of());
            first.end(0);
            second.end(0);
            Outcomes outcomes = call.get();
            assertThat(outcomes).extracting(Outcome::message).containsExactly("no luck", "");
            assertThat(table.jobs(List.of(1L, 2L)))
                    .extracting(row -> row.state().status())
                    .containsExactly(JobStatus.ERROR, JobStatus.PENDING);
            assertThat(console.toString(UTF_8))
                    .contains("WARNING job 1 (true on a) ended, but its reservation was lost before;"
                            + " what the job table says of it counts")
                    .contains("WARNING job 2 (true on a) ended, but its reservation was lost before;"
                            + " the job table does not have how it ended");
        }
    }

    @Test
    void quick_jobs_are_reserved_before_their_turn_and_given_back_when_it_does_not_come() throws Exception {
        try (TestRun run = new TestRun(table, directory, RunRules.DEFAULT)) {
            FakeHost host = run.transport.host("a");
            holdAsSoonAs(host, () -> reserved() > 4);
            CompletableFuture<Outcomes> call = run.begin("1", jobs(1000));
            FakeHost.FakeSlot first = host.held.take();
            FakeHost.FakeSlot second = host.held.take();
            await().until(() -> reserved() == 2);
            host.code = script -> 0;
            host.holdsJobs = false;
            first.end(0);
            second.end(0);
            assertThat(call.get()).allMatch(Outcome::isSuccess);
            assertThat(host.runs).hasValue(1000);
        }
    }

    @Test
    void what_is_reserved_before_its_turn_is_free_for_others_after_a_stop() throws Exception {
        try (TestRun run = new TestRun(table, directory, RunRules.DEFAULT)) {
            FakeHost host = run.transport.host("a");
            holdAsSoonAs(host, () -> reserved() > 4);
            CompletableFuture<Outcomes> call = run.begin("1", jobs(1000));
            host.held.take();
            host.held.take();
            run.dispatcher.stop(StopMode.END, "interrupted");
            assertThat(call.get().stop()).isEqualTo(Stop.INTERRUPTED);
            await().until(() -> reserved() == 0);
            assertThat(table.count(QueryCondition.equal(JobFields.ATTEMPTS, 1L)))
                    .containsEntry(JobStatus.SUCCESS, host.runs.get() - 2L);
        }
    }

    @Test
    void a_job_that_is_cancelled_while_it_is_reserved_before_its_turn_is_never_started() throws Exception {
        try (TestRun run = new TestRun(table, directory, RunRules.DEFAULT)) {
            FakeHost host = run.transport.host("a");
            holdAsSoonAs(host, () -> reserved() > 4);
            CompletableFuture<Outcomes> call = run.begin("1", jobs(1000));
            host.held.take();
            host.held.take();
            assertThat(table.change(JobEvent.CANCEL, QueryCondition.equal(JobFields.STATUS, "reserved"), "")
                            .changed())
                    .isGreaterThan(2);
            Set<Long> cancelled = new HashSet<>();
            table.query(
                    QueryCondition.equal(JobFields.STATUS, "error"),
                    List.of(JobFields.JOB_ID),
                    null,
                    row -> cancelled.add(row.path("job_id").asLong()));
            Set<Long> startedAfterwards = ConcurrentHashMap.newKeySet();
            host.code = script -> {
                startedAfterwards.add(Long.valueOf(script.replaceAll("(?s).*PIPELINE_JOB_ID='(\\d+)'.*", "$1")));
                return 0;
            };
            host.holdsJobs = false;
            // the two that were held are killed, and all that is left runs
            assertThat(call.get()).hasSize(1000);
            assertThat(startedAfterwards).isNotEmpty().doesNotContainAnyElementsOf(cancelled);
        }
    }

    @Test
    void where_a_rule_may_stop_the_run_nothing_is_reserved_before_its_turn() throws Exception {
        try (TestRun run = new TestRun(table, directory, TestRun.halting("soon,fail=5"))) {
            FakeHost host = run.transport.host("a");
            AtomicLong most = new AtomicLong();
            host.code = script -> {
                most.accumulateAndGet(reserved(), Math::max);
                return 0;
            };
            run.run("1", jobs(200));
            assertThat(most).hasValueLessThanOrEqualTo(2);
        }
    }

    private static void holdAsSoonAs(FakeHost host, BooleanSupplier condition) {
        host.code = script -> {
            host.holdsJobs |= condition.getAsBoolean();
            return 0;
        };
    }

    private long reservedOrPending() {
        return table.count(QueryCondition.always()).getOrDefault(JobStatus.PENDING, 0L) + reserved();
    }

    private long reserved() {
        return table.count(QueryCondition.equal(JobFields.STATUS, JobStatus.RESERVED.word()))
                .getOrDefault(JobStatus.RESERVED, 0L);
    }

    @Test
    void a_place_among_the_calls_that_a_repeated_job_does_not_take_is_given_to_other_hosts() throws Exception {
        FakeJobTable fake = new FakeJobTable(table);
        RunRules plain = TestRun.retrying(1);
        RunRules two = new RunRules(
                plain.repeat(),
                new RunRules.Limit(Optional.empty(), OptionalInt.empty(), OptionalLong.of(2)),
                plain.attempts(),
                5,
                plain.presence());
        try (TestRun run = new TestRun(fake.table(), directory, two)) {
            FakeHost a = run.transport.host("a");
            a.code = script -> a.runs.get() == 1 ? 1 : 0;
            CompletableFuture<Outcomes> repeated = run.begin("1", jobs(1));
            await().until(() -> console.toString(UTF_8).contains("attempt 2 follows"));
            fake.hold("finishAndReserve");
            fake.awaitHeld("finishAndReserve");
            CompletableFuture<Outcomes> other = run.begin("2", List.of(ComputeJob.command("b", "true")));
            // it has its turn, and none is left
            await().pollDelay(Duration.ofMillis(500)).until(() -> reservedOrPending() == 2);
            fake.letGo("finishAndReserve");
            assertThat(repeated.get()).allMatch(Outcome::isSuccess);
            assertThat(other.get()).allMatch(Outcome::isSuccess);
        }
    }

    @Test
    void who_is_asked_to_end_ends_at_the_next_heartbeat_and_gives_its_jobs_back() throws Exception {
        RunRules quick = new RunRules(
                RunRules.DEFAULT.repeat(),
                RunRules.DEFAULT.limit(),
                RunRules.DEFAULT.attempts(),
                5,
                new RunRules.Presence(Duration.ofMillis(50), Duration.ofSeconds(10)));
        try (TestRun run = new TestRun(table, directory, quick)) {
            FakeHost host = run.holding("a");
            CompletableFuture<Outcomes> call = run.begin("1", jobs(3));
            host.held.take();
            assertThat(table.askToEnd(List.of(run.membership.id()))).isEqualTo(1);
            Outcomes outcomes = call.get();
            assertThat(outcomes.stop()).isEqualTo(Stop.INTERRUPTED);
            assertThat(outcomes.get(2).message()).isEqualTo("asked to end by connections kill");
        }
        assertThat(table.count(QueryCondition.always())).isEqualTo(Map.of(JobStatus.PENDING, 3L));
    }

    @Test
    void a_job_of_a_killed_process_of_this_machine_is_had_in_seconds() throws Exception {
        try (TestRun run = new TestRun(table, directory, RunRules.DEFAULT)) {
            ProcessIdentity here = ProcessIdentity.ofThisProcess();
            ProcessIdentity killed =
                    new ProcessIdentity(here.user(), here.machine(), here.bootId(), here.pid(), here.started() - 1);
            long gone = table.enter(
                    new NewMember(
                            NewMember.Kind.MASTER, TestRun.RECIPE, TestRun.JOB_NAME, "killed", true, "", killed, ""),
                    Duration.ofMinutes(1));
            reservedBy(gone, run);
            assertThat(run.run("1", jobs(1))).allMatch(Outcome::isSuccess);
        }
        assertThat(console.toString(UTF_8))
                .contains("pending again, since the processes that had them are gone: 1 job");
    }

    @Test
    void what_the_table_does_not_take_is_left_on_its_host_for_whoever_has_the_job_now() throws Exception {
        try (TestRun run = new TestRun(table, directory, RunRules.DEFAULT)) {
            FakeHost host = run.holding("a");
            CompletableFuture<Outcomes> call = run.begin("1", jobs(1));
            FakeHost.FakeSlot slot = host.held.take();
            table.leave(run.membership.id());
            slot.end(0);
            assertThat(call.get().get(0).isSuccess()).isTrue();
            assertThat(slot.settled).isEmpty();
        }
        assertThat(console.toString(UTF_8)).contains("its reservation was lost before");
    }

    @Test
    void a_table_that_stays_away_ends_the_run_but_not_what_runs_and_has_the_last_endings_when_it_is_there_again()
            throws Exception {
        FakeJobTable fake = new FakeJobTable(table);
        CompletableFuture<Outcomes> call;
        try (TestRun run = new TestRun(fake.table(), directory, RunRules.DEFAULT)) {
            FakeHost host = run.holding("a");
            call = run.begin("1", jobs(5));
            FakeHost.FakeSlot first = host.held.take();
            FakeHost.FakeSlot second = host.held.take();
            fake.breakDown("finishAndReserve");
            first.end(0);
            Outcomes outcomes = call.get();
            assertThat(outcomes.stop()).isEqualTo(Stop.TABLE_LOST);
            assertThat(outcomes.get(0).isSuccess()).isTrue();
            assertThat(outcomes.get(1).state()).isEqualTo(Outcome.State.PARKED);
            assertThat(second.isKilled).isFalse();
            assertThat(console.toString(UTF_8)).contains("leaving behind 1 running job");
            assertThat(outcomes.get(4).message())
                    .isEqualTo("the job table cannot be used any more: the disk of the job table is full");
            assertThat(run.run("2", jobs(1)).stop()).isEqualTo(Stop.TABLE_LOST);
            fake.repair();
        }
        assertThat(table.count(QueryCondition.always()))
                .isEqualTo(Map.of(JobStatus.SUCCESS, 1L, JobStatus.PENDING, 4L));
        assertThat(table.lastAttempts(List.of(1L, 2L)))
                .extracting(AttemptRow::ending)
                .as("the next run asks the host for the second")
                .containsExactly(AttemptRow.AttemptEnd.SUCCESS, AttemptRow.AttemptEnd.LOST);
        assertThat(console.toString(UTF_8)).contains("the job table is back");
    }

    @Test
    void a_last_ending_that_the_table_does_not_take_is_no_good_end_of_its_call() throws Exception {
        FakeJobTable fake = new FakeJobTable(table);
        try (TestRun run = new TestRun(fake.table(), directory, RunRules.DEFAULT)) {
            FakeHost host = run.holding("a");
            CompletableFuture<Outcomes> call = run.begin("1", jobs(1));
            FakeHost.FakeSlot only = host.held.take();
            fake.breakDown("finishAndReserve");
            only.end(0);
            assertThat(call.get()).allMatch(Outcome::isSuccess);
            assertThat(call.get().stop()).isEqualTo(Stop.TABLE_LOST);
        }
    }

    @Test
    void while_the_table_hangs_what_runs_goes_on_nothing_is_started_and_all_goes_on_when_it_answers() throws Exception {
        FakeJobTable fake = new FakeJobTable(table);
        try (TestRun run = new TestRun(fake.table(), directory, RunRules.DEFAULT)) {
            FakeHost host = run.holding("a");
            CompletableFuture<Outcomes> call = run.begin("1", jobs(4));
            FakeHost.FakeSlot first = host.held.take();
            FakeHost.FakeSlot second = host.held.take();
            fake.hold("finishAndReserve");
            first.end(0);
            fake.awaitHeld("finishAndReserve");
            second.end(0);
            assertThat(host.held.poll(300, TimeUnit.MILLISECONDS)).isNull();
            assertThat(call).isNotDone();
            assertThat(first.isKilled || second.isKilled).isFalse();
            fake.letGo("finishAndReserve");
            host.held.take().end(0);
            host.held.take().end(0);
            assertThat(call.get()).allMatch(Outcome::isSuccess);
            assertThat(call.get().stop()).isEqualTo(Stop.ALL_DONE);
        }
    }

    @Test
    void a_call_that_the_table_does_not_take_leaves_what_runs_to_the_next_start() throws Exception {
        FakeJobTable fake = new FakeJobTable(table);
        FakeHost.FakeSlot slot;
        try (TestRun run = new TestRun(fake.table(), directory, RunRules.DEFAULT)) {
            FakeHost host = run.holding("a");
            CompletableFuture<Outcomes> call = run.begin("1", jobs(1));
            slot = host.held.take();
            fake.breakDown("submit", "finishAndReserve");
            assertThatThrownBy(() -> run.run("2", jobs(1))).isInstanceOf(StoreException.class);
            assertThat(call).isNotDone();
        }
        assertThat(slot.isKilled).isFalse();
    }

    @Test
    void a_table_that_stays_away_leaves_nothing_waiting() throws Exception {
        FakeJobTable fake = new FakeJobTable(table);
        try (TestRun run = new TestRun(fake.table(), directory, RunRules.DEFAULT)) {
            FakeHost host = run.holding("a");
            CompletableFuture<Outcomes> call = run.begin("1", jobs(5));
            FakeHost.FakeSlot first = host.held.take();
            fake.breakDown("finishAndReserve", "park", "jobs", "leave", "heartbeat", "freeOrphans");
            first.end(0);
            assertThat(call.get().stop()).isEqualTo(Stop.TABLE_LOST);
        }
        assertThat(console.toString(UTF_8))
                .contains("the next run asks their hosts: the disk of the job table is full");
    }

    @Test
    void a_table_that_takes_no_jobs_starts_nothing() throws Exception {
        FakeJobTable fake = new FakeJobTable(table);
        try (TestRun run = new TestRun(fake.table(), directory, RunRules.DEFAULT)) {
            fake.breakDown("submit");
            assertThatThrownBy(() -> run.run("1", jobs(1)))
                    .isInstanceOf(StoreException.class)
                    .hasMessage("the disk of the job table is full");
            fake.repair();
            assertThat(run.run("1", jobs(1))).allMatch(Outcome::isSuccess);
        }
    }

    @Test
    void a_table_that_breaks_while_others_are_waited_for_ends_the_waiting() throws Exception {
        FakeJobTable fake = new FakeJobTable(table);
        try (TestRun run = new TestRun(fake.table(), directory, RunRules.DEFAULT);
                Membership other = other()) {
            reservedBy(other, run);
            CompletableFuture<Outcomes> call = run.begin("1", jobs(1));
            await().until(() -> console.toString(UTF_8).contains("is waited for"));
            fake.breakDown("jobs");
            assertThat(call.get().stop()).isEqualTo(Stop.TABLE_LOST);
        }
    }

    /** Lets another member have the first job of a step. */
    private Reservation reservedBy(Membership other, TestRun run) {
        return reservedBy(other.id(), run);
    }

    private Reservation reservedBy(long other, TestRun run) {
        JobBatch call = new JobBatch(0, 1, JobListener.NONE);
        new Enqueuer(
                        TestRun.identity(directory),
                        run.membership,
                        new Fingerprints(TestRun.settings(), NodeFiles.ofThisProgram()),
                        new ReuseCheck(table, RunRules.DEFAULT, Optional.empty(), LogManager.getLogger(TestRun.RECIPE)),
                        abandoned -> {},
                        LogManager.getLogger(TestRun.RECIPE))
                .enqueue("1", call, jobs(1), new JobKeys(), Provenance.NONE);
        return table.finishAndReserve(other, List.of(), List.of(1L))
                .reserved()
                .get(0)
                .orElseThrow();
    }

    private Membership other() {
        return Masters.enterWorker(table, TestRun.RECIPE, TestRun.JOB_NAME, RunRules.DEFAULT);
    }

    private static List<ComputeJob> jobs(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ComputeJob.command("a", "true", "job " + i))
                .toList();
    }
}
