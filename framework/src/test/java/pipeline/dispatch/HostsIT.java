package pipeline.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pipeline.config.Configuration;
import pipeline.dispatch.rules.RunRules;
import pipeline.dispatch.rules.StopMode;
import pipeline.job.ComputeJob;
import pipeline.job.FailureKind;
import pipeline.job.Outcome;
import pipeline.job.Outcome.State;
import pipeline.job.Outcomes;
import pipeline.job.lifecycle.JobStatus;
import pipeline.remote.TransportException.Cause;
import pipeline.store.AttemptRow;
import pipeline.store.JobRow;
import pipeline.store.JobTable;
import pipeline.store.ProcessIdentity;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;
import pipeline.store.settings.JobTables;
import pipeline.testing.LeakCheck;

/** Hosts that are set aside, drained, and used again, in one run. */
@Timeout(60)
class HostsIT {

    private static final String NO_SPACE = "cp: error writing 'x': No space left on device\n";
    private static final ProcessIdentity OLAF = new ProcessIdentity("olaf", "head", "boot", 1, 1);

    @RegisterExtension
    private final LeakCheck leaks = new LeakCheck();

    @TempDir
    private Path directory;

    private final JobTable table = JobTables.inMemory();
    private final List<TestRun> runs = new ArrayList<>();

    @AfterEach
    void close() {
        runs.forEach(TestRun::close);
        table.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Cause.class,
            names = {"REFUSED", "CHANNEL", "LOST"})
    void a_host_that_fails_less_often_than_the_limit_is_tried_again_and_nothing_is_parked(Cause cause)
            throws Exception {
        TestRun run = run("max_transport_failures = 2");
        FakeHost host = run.transport.host("a");
        host.cause = cause;
        host.isSilent = true;
        CompletableFuture<Outcomes> outcomes = run.begin("s", jobs("a", 1));
        await().until(() -> host.asked() == 1);
        host.allowed = 0;
        host.answer();
        host.allowed = 9;
        host.isSilent = false;
        assertThat(outcomes.get()).allMatch(Outcome::isSuccess);
    }

    @ParameterizedTest
    @EnumSource(
            value = Cause.class,
            names = {"AUTHENTICATION", "HOST_KEY", "UNKNOWN_HOST", "UNREACHABLE", "SILENT", "HANDSHAKE"})
    void what_only_people_can_put_right_and_what_took_long_is_parked_at_once(Cause cause) throws Exception {
        TestRun run = run();
        run.transport.host("a").cause = cause;
        run.transport.host("a").allowed = 0;
        assertThat(run.run("s", jobs("a", 2))).extracting(Outcome::state).containsOnly(State.PARKED);
        assertThat(run.transport.host("a").requests)
                .as("one for each job, no second try")
                .hasValueLessThanOrEqualTo(2);
    }

    @Test
    void parked_jobs_of_a_host_that_answers_again_run_in_the_same_run() throws Exception {
        TestRun run = run("park_wait = 1h");
        FakeHost down = run.transport.host("down");
        down.allowed = 0;
        List<ComputeJob> jobs = new ArrayList<>(jobs("down", 10));
        jobs.addAll(jobs("up", 10));
        CompletableFuture<Outcomes> outcomes = run.begin("s", jobs);
        await().until(() -> parked() == 10);
        assertThat(rows("down")).allSatisfy(row -> {
            assertThat(row.state().status()).isEqualTo(JobStatus.PENDING);
            assertThat(row.state().reason()).isEqualTo("down: nobody answers");
        });
        await().until(() -> table.count(QueryCondition.always()).getOrDefault(JobStatus.SUCCESS, 0L) == 10);
        down.allowed = 9;
        assertThat(outcomes.get()).hasSize(20).allMatch(Outcome::isSuccess);
        assertThat(parked()).isZero();
    }

    @Test
    void a_full_disk_parks_all_jobs_of_its_host_without_using_up_retries_and_no_others() throws Exception {
        TestRun run = run(TestRun.retrying(0));
        FakeHost full = full(run);
        List<ComputeJob> jobs = new ArrayList<>(jobs("full", 8));
        jobs.addAll(jobs("ok", 8));
        RunningJobs running = new RunningJobs();
        Outcomes outcomes = run.run("s", jobs, running);
        assertThat(running.starts()).as("each start has an end, or waits again").isEmpty();
        assertThat(outcomes.subList(0, 8)).extracting(Outcome::state).containsOnly(State.PARKED);
        assertThat(outcomes.get(7).message())
                .matches("full: \\d jobs in a row failed at once, exit code 1: .*No space left on device");
        assertThat(outcomes.subList(8, 16)).allMatch(Outcome::isSuccess);
        assertThat(full.runs.get()).isBetween(3, 7);
        List<AttemptRow> attempts = rows("full").stream()
                .flatMap(row -> table.attempts(row.id()).stream())
                .toList();
        assertThat(attempts).hasSize(full.runs.get()).allSatisfy(attempt -> {
            assertThat(attempt.kind()).isEqualTo(FailureKind.CONNECTION);
            assertThat(attempt.exitCode()).isEqualTo(1);
            assertThat(attempt.message()).contains("No space left on device");
        });
        assertThat(rows("full")).extracting(row -> row.state().status()).containsOnly(JobStatus.PENDING);
    }

    @Test
    void a_host_whose_disk_has_space_again_finishes_its_jobs() throws Exception {
        TestRun run = run("park_wait = 1h");
        FakeHost full = full(run);
        CompletableFuture<Outcomes> outcomes = run.begin("s", jobs("full", 8));
        await().until(() -> parked() == 8);
        full.code = script -> 0;
        full.complaint = "";
        assertThat(outcomes.get()).allMatch(Outcome::isSuccess);
    }

    @Test
    void fewer_failures_than_the_limit_are_the_jobs_own() throws Exception {
        TestRun run = run();
        full(run);
        assertThat(run.run("s", jobs("full", 2))).extracting(Outcome::state).containsOnly(State.FAILED);
    }

    @Test
    void a_success_in_between_clears_the_host() throws Exception {
        TestRun run = run();
        FakeHost host = full(run);
        host.code = script -> host.runs.get() % 3 == 0 ? 0 : 1;
        assertThat(run.run("s", jobs("full", 9)))
                .extracting(Outcome::state)
                .contains(State.FAILED, State.SUCCEEDED)
                .doesNotContain(State.PARKED);
    }

    @Test
    void a_program_that_is_missing_on_one_host_only_parks_its_jobs() throws Exception {
        TestRun run = run();
        run.transport.host("bare").code = script -> 127;
        List<ComputeJob> jobs = new ArrayList<>(jobs("bare", 6));
        jobs.addAll(jobs("ok", 6));
        Outcomes outcomes = run.run("s", jobs);
        assertThat(outcomes.subList(0, 6)).extracting(Outcome::state).containsOnly(State.PARKED);
        assertThat(outcomes.subList(6, 12)).allMatch(Outcome::isSuccess);
    }

    @Test
    void a_program_that_is_missing_on_every_host_is_a_mistake_and_fails_its_jobs() throws Exception {
        TestRun run = run();
        List<ComputeJob> jobs = new ArrayList<>();
        for (String host : List.of("a", "b", "c")) {
            run.transport.host(host).code = script -> 127;
            jobs.addAll(jobs(host, 7));
        }
        assertThat(run.run("s", jobs)).extracting(Outcome::state).containsOnly(State.FAILED);
        assertThat(run.run("t", jobs("a", 7))).extracting(Outcome::state).containsOnly(State.FAILED);
    }

    @Test
    void an_init_that_fails_parks_the_jobs_of_one_host_and_fails_those_of_all() throws Exception {
        TestRun run = run();
        run.transport.host("bare").setup = "status 127";
        List<ComputeJob> jobs = new ArrayList<>(jobs("bare", 6));
        jobs.addAll(jobs("ok", 6));
        Outcomes outcomes = run.run("s", jobs);
        assertThat(outcomes.subList(0, 6))
                .allMatch(outcome -> outcome.state() == State.PARKED
                        && outcome.message().contains("init of [remote] failed with exit code 127"));
        assertThat(outcomes.subList(6, 12)).allMatch(Outcome::isSuccess);
        TestRun all = run();
        all.transport.host("bare").setup = "status 127";
        assertThat(all.run("t", jobs("bare", 6)))
                .allMatch(outcome -> outcome.failure().orElseThrow().kind() == FailureKind.SETUP);
    }

    @Test
    void a_drained_host_gets_nothing_new_until_it_is_undrained() throws Exception {
        TestRun run = run("park_wait = 1h");
        FakeHost host = run.holding("a");
        CompletableFuture<Outcomes> outcomes = run.begin("s", jobs("a", 4));
        await().until(() -> host.held.size() == 2);
        table.drain(List.of("a"), "", OLAF, "new disk");
        await().until(() -> parked() == 2);
        assertThat(rows("a").get(3).state().reason()).isEqualTo("drained by olaf: new disk");
        host.holdsJobs = false;
        host.held.take().end(0);
        host.held.take().end(0);
        await().until(() -> table.count(QueryCondition.always()).getOrDefault(JobStatus.SUCCESS, 0L) == 2);
        assertThat(host.runs).hasValue(2);
        table.undrain(List.of("a"), "");
        assertThat(outcomes.get()).allMatch(Outcome::isSuccess);
    }

    @Test
    void a_host_that_was_drained_before_parks_its_jobs_for_its_job_name_only() throws Exception {
        table.drain(List.of("a"), "", OLAF, "");
        table.drain(List.of("b"), "another", OLAF, "");
        TestRun run = run();
        Outcomes outcomes = run.run("s", List.of(job("a", 1), job("b", 2)));
        assertThat(outcomes).extracting(Outcome::state).containsExactly(State.PARKED, State.SUCCEEDED);
        assertThat(outcomes.get(0).message()).isEqualTo("drained by olaf");
        assertThat(outcomes.stop()).isEqualTo(Outcomes.Stop.PARKED);
    }

    @Test
    void a_run_that_is_stopped_leaves_its_parked_jobs() throws Exception {
        TestRun run = run("park_wait = 1h");
        run.transport.host("down").allowed = 0;
        CompletableFuture<Outcomes> outcomes = run.begin("s", jobs("down", 3));
        await().until(() -> parked() == 3);
        run.dispatcher.stop(StopMode.END, "interrupted");
        assertThat(outcomes.get()).extracting(Outcome::state).containsOnly(State.NOT_STARTED);
    }

    private static FakeHost full(TestRun run) {
        FakeHost full = run.transport.host("full");
        full.code = script -> 1;
        full.complaint = NO_SPACE;
        return full;
    }

    private TestRun run(String... remote) throws Exception {
        RunRules plain = RunRules.DEFAULT;
        RunRules.Presence quick = new RunRules.Presence(Duration.ofMillis(100), Duration.ofSeconds(60));
        return run(
                new RunRules(plain.repeat(), plain.limit(), plain.attempts(), plain.defaultPriority(), quick), remote);
    }

    private TestRun run(RunRules rules, String... remote) throws Exception {
        Path file =
                Files.writeString(directory.resolve("pipeline.cfg"), "[remote]\n" + String.join("\n", remote) + "\n");
        TestRun made = new TestRun(table, directory, rules, Configuration.read(file, Map.of(), Map.of()));
        runs.add(made);
        return made;
    }

    private long parked() {
        return rows("").stream()
                .filter(row -> row.state().status() == JobStatus.PENDING
                        && !row.state().reason().isEmpty())
                .count();
    }

    private List<JobRow> rows(String host) {
        List<Long> ids = new ArrayList<>();
        QueryCondition where = host.isEmpty() ? QueryCondition.always() : QueryCondition.equal(JobFields.HOST, host);
        table.query(
                where,
                List.of(JobFields.JOB_ID),
                null,
                record -> ids.add(record.path("job_id").asLong()));
        return table.jobs(ids);
    }

    private static ComputeJob job(String host, int number) {
        return ComputeJob.command(host, "true", "" + number);
    }

    private static List<ComputeJob> jobs(String host, int count) {
        return IntStream.range(0, count).mapToObj(i -> job(host, i)).toList();
    }
}
