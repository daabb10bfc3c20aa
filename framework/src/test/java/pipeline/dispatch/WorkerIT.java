package pipeline.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.config.Configuration;
import pipeline.dispatch.rules.DispatchSettings;
import pipeline.dispatch.rules.RunRules;
import pipeline.dispatch.rules.StopMode;
import pipeline.dispatch.table.Membership;
import pipeline.job.ComputeJob;
import pipeline.job.FailureKind;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.job.Outcomes.Stop;
import pipeline.job.lifecycle.JobEvent;
import pipeline.job.lifecycle.JobStatus;
import pipeline.log.LogLevel;
import pipeline.log.server.LogServer;
import pipeline.log.server.LoggingSettings;
import pipeline.log.server.MasterLogging;
import pipeline.remote.local.LocalTransport;
import pipeline.store.AttemptRow;
import pipeline.store.JobTable;
import pipeline.store.StepName;
import pipeline.store.Submission;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;
import pipeline.store.settings.JobTables;
import pipeline.testing.LeakCheck;
import pipeline.testing.Masters;

/** Workers that pull from a job table and run what they get in shells of this machine. */
@Timeout(60)
class WorkerIT {

    private static final PullOptions ANY = new PullOptions(Set.of(), 2, Optional.empty());

    @RegisterExtension
    private final LeakCheck leaks = new LeakCheck();

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final JobTable table = JobTables.inMemory();
    private final FakeJobTable fake = new FakeJobTable(table);
    private final List<AutoCloseable> open = new ArrayList<>();
    private DispatchSettings settings = DispatchSettings.from(Configuration.empty(Map.of(), Map.of()));
    private MasterLogging logging;
    private Membership submitter;

    @BeforeEach
    void start() throws Exception {
        logging = MasterLogging.start(LoggingSettings.defaults(), LogLevel.WARNING, TestRun.RECIPE, console);
        submitter = Masters.enter(table, TestRun.RECIPE, TestRun.JOB_NAME, RunRules.DEFAULT);
    }

    @AfterEach
    void stop() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
        submitter.close();
        table.close();
        logging.close();
    }

    @Test
    void workers_pull_until_nothing_is_left_and_run_every_job_once() throws Exception {
        Path runs = directory.resolve("runs");
        enroll(IntStream.range(0, 60)
                .mapToObj(i -> sh("h" + i % 7, "echo " + i + " >> " + runs))
                .toList());
        Worker one = worker(RunRules.DEFAULT);
        Worker two = worker(RunRules.DEFAULT);
        CompletableFuture<Outcomes> first = begin(one, ANY);
        Outcomes second = two.work(ANY, JobListener.NONE);
        assertThat(first.get().successCount() + second.successCount()).isEqualTo(60);
        assertThat(second.stop()).isIn(Stop.ALL_DONE, Stop.NOTHING_TO_CLAIM);
        assertThat(Files.readAllLines(runs)).hasSize(60).doesNotHaveDuplicates();
        assertThat(table.count(QueryCondition.always())).isEqualTo(Map.of(JobStatus.SUCCESS, 60L));
    }

    @Test
    void a_worker_keeps_to_what_its_jobs_need_of_the_machine() throws Exception {
        ComputeJob alone = sh("h", "cd " + directory + " && mkdir lock && sleep 0.1 && rmdir lock")
                .limit("io", 1);
        enroll(List.of(alone, alone, alone.cores(1), sh("h", "true").cores(1_000_000)));
        Outcomes outcomes = worker(RunRules.DEFAULT).work(ANY, JobListener.NONE);
        assertThat(outcomes.successCount()).isEqualTo(3);
        assertThat(outcomes.errors()).singleElement().asString().contains("needs 1000000 cores, but h has ");
    }

    @Test
    void a_job_with_a_secret_is_left_to_a_worker_that_has_it() throws Exception {
        Path seen = directory.resolve("seen");
        enroll(List.of(
                sh("a", "printf %s \"$TOKEN\" > " + seen).secret("TOKEN", "hunter2"),
                sh("a", "true").priority(9)));
        Outcomes without = worker(RunRules.DEFAULT).work(ANY, JobListener.NONE);
        assertThat(without).allMatch(Outcome::isSuccess);
        assertThat(without.stop()).isEqualTo(Stop.NOTHING_TO_CLAIM);
        assertThat(seen).doesNotExist();
        assertThat(console.toString(UTF_8))
                .contains("needs the secret TOKEN, which the environment of this worker does not have");
        PullOptions given = new PullOptions(Set.of(), 2, Optional.empty(), Map.of("TOKEN", "hunter2"));
        assertThat(worker(RunRules.DEFAULT).work(given, JobListener.NONE).stop())
                .isEqualTo(Stop.ALL_DONE);
        assertThat(seen).hasContent("hunter2");
        assertThat(table.count(QueryCondition.always())).isEqualTo(Map.of(JobStatus.SUCCESS, 2L));
    }

    @Test
    void files_are_moved_by_masters_and_no_worker_tries() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "x");
        enroll(List.of(ComputeJob.put("a", file, directory + "/there")));
        Outcomes outcomes = worker(RunRules.DEFAULT).work(ANY, JobListener.NONE);
        assertThat(outcomes).isEmpty();
        assertThat(outcomes.stop()).isEqualTo(Stop.NOTHING_TO_CLAIM);
        assertThat(console.toString(UTF_8)).contains("moves a file to or from its master, which no worker can");
        assertThat(directory.resolve("there")).doesNotExist();
        assertThat(table.count(QueryCondition.always())).isEqualTo(Map.of(JobStatus.PENDING, 1L));
    }

    @Test
    void a_worker_with_nothing_to_pull_ends_at_once() throws Exception {
        Outcomes outcomes = worker(RunRules.DEFAULT).work(ANY, JobListener.NONE);
        assertThat(outcomes).isEmpty();
        assertThat(outcomes.stop()).isEqualTo(Stop.ALL_DONE);
        assertThat(outcomes.remaining()).isZero();
    }

    @Test
    void what_others_end_while_a_worker_asks_for_the_reason_is_not_called_parked() throws Exception {
        table.submit(Submission.of(step("1"), submitter.id(), Duration.ofHours(1), 5, List.of(sh("a", "true"))));
        fake.afterwards("count", counts -> {
            if (!Map.of().equals(counts)) {
                table.change(JobEvent.CANCEL, QueryCondition.always(), "by another master");
            }
        });
        assertThat(worker(RunRules.DEFAULT).work(ANY, JobListener.NONE).stop()).isEqualTo(Stop.NOTHING_TO_CLAIM);
    }

    @Test
    void only_jobs_of_the_recipe_the_job_name_and_the_hosts_are_pulled_the_urgent_first() throws Exception {
        enroll(List.of(
                sh("a", "true").priority(7),
                sh("a", "exit 3").priority(1),
                sh("b", "true").priority(1),
                sh("a", "exit 4").priority(9)));
        Worker worker = worker(TestRun.limited(true, OptionalInt.of(8), OptionalLong.empty()));
        Outcomes outcomes = worker.work(new PullOptions(Set.of("a"), 1, Optional.empty()), JobListener.NONE);
        assertThat(outcomes).extracting(Outcome::message).containsExactly("exit code 3", "");
        assertThat(outcomes.errors())
                .extracting(Outcomes.JobError::key)
                .containsExactly(table.get(2).orElseThrow().key());
        assertThat(table.count(QueryCondition.equal(JobFields.STATUS, "pending")))
                .isEqualTo(Map.of(JobStatus.PENDING, 2L));
    }

    @Test
    void a_worker_knows_what_it_leaves_for_other_hosts_or_as_less_urgent() throws Exception {
        enroll(List.of(sh("a", "true"), sh("b", "true"), sh("c", "true").priority(9), sh("c", "true")));
        Worker mine = worker(RunRules.DEFAULT);
        Outcomes outcomes = mine.work(new PullOptions(Set.of("a"), 1, Optional.empty()), JobListener.NONE);
        assertThat(outcomes.stop()).isEqualTo(Stop.ALL_DONE);
        assertThat(mine.jobsForOtherHosts()).isEqualTo(new JobsForOtherHosts(3, Set.of("b", "c")));
        Worker urgent = worker(TestRun.limited(true, OptionalInt.of(8), OptionalLong.empty()));
        assertThat(urgent.work(ANY, JobListener.NONE).stop()).isEqualTo(Stop.LESS_URGENT_LEFT);
        assertThat(urgent.jobsForOtherHosts()).isEqualTo(JobsForOtherHosts.NOTHING);
    }

    @Test
    void an_init_that_fails_is_the_failure_of_its_jobs_and_none_is_done() throws Exception {
        Path ran = directory.resolve("ran");
        enroll(List.of(sh("h", "touch " + ran), sh("h", "touch " + ran)));
        for (String init : List.of("exit 0", "false", "exec true", "cat <<E")) {
            settings = settings("init = " + init);
            Outcomes outcomes = worker(RunRules.DEFAULT).work(ANY, JobListener.NONE);
            assertThat(outcomes.errors()).as(init).hasSize(2);
            assertThat(outcomes)
                    .allSatisfy(outcome -> assertThat(outcome.message()).startsWith("init of [remote] "))
                    .extracting(outcome -> outcome.failure().orElseThrow().kind())
                    .containsOnly(FailureKind.SETUP);
            assertThat(table.get(1).orElseThrow().ending().exitCode()).isNull();
            table.change(JobEvent.RETRY, QueryCondition.always(), "");
        }
        settings = settings("working_directory = /no/such");
        assertThat(worker(RunRules.DEFAULT).work(ANY, JobListener.NONE).errors())
                .extracting(Outcomes.JobError::message)
                .containsOnly("the working directory /no/such is not there");
        assertThat(ran).doesNotExist();
    }

    private DispatchSettings settings(String remote) throws Exception {
        Path file = Files.writeString(directory.resolve("pipeline.cfg"), "[remote]\n" + remote + "\n");
        return DispatchSettings.from(Configuration.read(file, Map.of(), Map.of()));
    }

    @Test
    void jobs_for_an_alias_of_its_hosts_are_pulled_too() throws Exception {
        Path file = Files.writeString(directory.resolve("pipeline.cfg"), "[hosts]\nlce001 = ib1, m1\n");
        settings = DispatchSettings.from(Configuration.read(file, Map.of(), Map.of()));
        enroll(List.of(sh("ib1", "true"), sh("lce002", "true"), sh("lce001", "true")));
        Outcomes outcomes =
                worker(RunRules.DEFAULT).work(new PullOptions(Set.of("m1"), 1, Optional.empty()), JobListener.NONE);
        assertThat(outcomes).extracting(outcome -> outcome.job().host()).containsExactly("ib1", "lce001");
    }

    @Test
    void what_failed_is_recorded_with_the_end_of_its_standard_error_and_not_run_again() throws Exception {
        enroll(List.of(sh("a", "echo line 1 >&2; echo line 2 >&2; exit 5")));
        Outcomes outcomes = worker(RunRules.DEFAULT).work(ANY, JobListener.NONE);
        assertThat(outcomes.errors()).extracting(Outcomes.JobError::message).containsExactly("exit code 5: line 2");
        assertThat(worker(RunRules.DEFAULT).work(ANY, JobListener.NONE)).isEmpty();
        assertThat(table.get(1).orElseThrow().ending().stack()).isEqualTo("line 1\nline 2\n");
    }

    @Test
    void what_failed_is_tried_again_as_often_as_the_rules_say() throws Exception {
        Path marker = directory.resolve("marker");
        enroll(List.of(sh("a", "test -e " + marker + " || { touch " + marker + "; exit 1; }"), sh("a", "exit 2")));
        RunningJobs running = new RunningJobs();
        Outcomes outcomes = worker(TestRun.retrying(1)).work(ANY, running);
        assertThat(running.starts()).isEmpty();
        assertThat(outcomes.successCount()).isEqualTo(1);
        assertThat(outcomes.errors()).extracting(Outcomes.JobError::message).containsExactly("exit code 2");
        assertThat(table.attempts(2))
                .extracting(AttemptRow::ending)
                .containsExactly(AttemptRow.AttemptEnd.ERROR, AttemptRow.AttemptEnd.ERROR);
        assertThat(table.attempts(1).get(1).stdout()).isNull();
    }

    @Test
    void each_attempt_has_files_of_its_own() throws Exception {
        enroll(List.of(sh("a", "echo $PIPELINE_JOB_ID; exit 1")));
        worker(TestRun.retrying(1)).work(ANY, JobListener.NONE);
        assertThat(table.attempts(1))
                .extracting(attempt -> attempt.stdout().getFileName().toString())
                .containsExactly("1.sh.out", "1.a2.sh.out");
        assertThat(table.attempts(1).get(1).stdout()).hasContent("1\n");
    }

    @Test
    void no_more_are_claimed_than_may_be() throws Exception {
        enroll(IntStream.range(0, 5).mapToObj(i -> sh("a", "true")).toList());
        Outcomes outcomes = worker(TestRun.limited(true, OptionalInt.empty(), OptionalLong.of(3)))
                .work(ANY, JobListener.NONE);
        assertThat(outcomes.successCount()).isEqualTo(3);
        assertThat(outcomes.stop()).isEqualTo(Stop.MAX_CALLS);
        assertThat(outcomes.remaining()).isEqualTo(2);
    }

    @Test
    void after_the_first_failure_nothing_is_pulled_if_the_worker_does_not_keep_going() throws Exception {
        enroll(IntStream.range(0, 5).mapToObj(i -> sh("a", "exit 1")).toList());
        Outcomes outcomes = worker(TestRun.limited(false, OptionalInt.empty(), OptionalLong.empty()))
                .work(new PullOptions(Set.of(), 1, Optional.empty()), JobListener.NONE);
        assertThat(outcomes.errors()).hasSize(1);
        assertThat(outcomes.stop()).isEqualTo(Stop.HALTED);
        assertThat(outcomes.remaining()).isEqualTo(4);
    }

    @Test
    void a_node_script_that_is_not_here_fails_with_its_path() throws Exception {
        Path script = directory.resolve("gone.sh");
        enroll(List.of(ComputeJob.script("a", script)));
        Outcomes outcomes = worker(RunRules.DEFAULT).work(ANY, JobListener.NONE);
        assertThat(outcomes.errors())
                .singleElement()
                .satisfies(error -> assertThat(error.message()).startsWith("there is no node script " + script));
        assertThat(outcomes.get(0).failure().orElseThrow().kind()).isEqualTo(FailureKind.PROGRAM);
    }

    @Test
    void a_worker_that_may_be_idle_takes_what_comes_later() throws Exception {
        Worker worker = worker(RunRules.DEFAULT);
        CompletableFuture<Outcomes> call =
                begin(worker, new PullOptions(Set.of(), 1, Optional.of(Duration.ofSeconds(3))));
        enroll(List.of(sh("a", "true")));
        assertThat(call.get().successCount()).isEqualTo(1);
    }

    @Test
    void jobs_that_may_start_soon_are_waited_for_and_those_of_the_dead_are_freed() throws Exception {
        enroll(List.of(sh("a", "true")));
        Membership dead = Masters.enterWorker(table, TestRun.RECIPE, TestRun.JOB_NAME, RunRules.DEFAULT);
        table.finishAndReserve(dead.id(), List.of(), List.of(1L));
        table.submit(Submission.of(step("2"), submitter.id(), Duration.ofMillis(1500), 5, List.of(sh("a", "true"))));
        Worker worker = worker(RunRules.DEFAULT);
        CompletableFuture<Outcomes> call = begin(worker, ANY);
        dead.close();
        assertThat(call.get().successCount()).isEqualTo(2);
    }

    @Test
    void a_stop_ends_what_runs_and_gives_it_back() throws Exception {
        enroll(IntStream.range(0, 4)
                .mapToObj(i -> sh("a", "echo here; exec sleep 60"))
                .toList());
        Worker worker = worker(RunRules.DEFAULT);
        CompletableFuture<Outcomes> call = begin(worker, ANY);
        await().until(() ->
                table.count(QueryCondition.equal(JobFields.STATUS, "reserved")).getOrDefault(JobStatus.RESERVED, 0L)
                        == 2);
        worker.stop(StopMode.END, "enough");
        Outcomes outcomes = call.get();
        assertThat(outcomes.stop()).isEqualTo(Stop.INTERRUPTED);
        assertThat(outcomes.errors()).isEmpty();
        assertThat(outcomes.remaining()).isEqualTo(4);
        assertThat(table.count(QueryCondition.always())).isEqualTo(Map.of(JobStatus.PENDING, 4L));
    }

    @Test
    void a_table_that_stays_away_ends_the_worker_but_not_what_it_runs() throws Exception {
        Path started = Files.createFile(directory.resolve("started"));
        Path ended = Files.createFile(directory.resolve("ended"));
        Path go = directory.resolve("go");
        String waiting =
                "echo x >> '%s'; while [ ! -e '%s' ]; do sleep 0.1; done; echo x >> '%s'".formatted(started, go, ended);
        enroll(IntStream.range(0, 4).mapToObj(i -> sh("a", waiting)).toList());
        Worker worker = worker(RunRules.DEFAULT);
        CompletableFuture<Outcomes> call = begin(worker, new PullOptions(Set.of(), 5, Optional.empty()));
        await().until(() -> Files.readAllLines(started).size() == 4);
        fake.breakDown("claim", "count", "finishAndReserve");
        Outcomes outcomes = call.get();
        assertThat(outcomes.stop()).isEqualTo(Stop.TABLE_LOST);
        assertThat(console.toString(UTF_8)).contains("the disk of the job table is full");
        fake.repair();
        assertThat(ended).isEmptyFile();
        Files.createFile(go);
        await().until(() -> Files.readAllLines(ended).size() == 4);
    }

    private Worker worker(RunRules rules) throws Exception {
        Membership membership = Masters.enterWorker(fake.table(), TestRun.RECIPE, TestRun.JOB_NAME, rules);
        LogServer logServer = LogServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), record -> {});
        LocalTransport transport = new LocalTransport(Duration.ofSeconds(15));
        Worker worker =
                new Worker(TestRun.identity(directory), settings.onThisMachine(), transport, logServer, membership);
        open.addAll(List.of(membership, logServer, transport, worker));
        return worker;
    }

    private static CompletableFuture<Outcomes> begin(Worker worker, PullOptions pullOptions) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return worker.work(pullOptions, JobListener.NONE);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void enroll(List<ComputeJob> jobs) {
        table.submit(Submission.of(step("1"), submitter.id(), Duration.ZERO, 5, jobs));
    }

    private static StepName step(String step) {
        return new StepName(TestRun.RECIPE, TestRun.JOB_NAME, step);
    }

    private static ComputeJob sh(String host, String command) {
        return ComputeJob.command(host, "sh", "-c", command);
    }
}
