package pipeline.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pipeline.config.Configuration;
import pipeline.dispatch.rules.DispatchSettings;
import pipeline.dispatch.rules.RunRules;
import pipeline.dispatch.table.Membership;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.Outcomes;
import pipeline.job.Outcomes.Stop;
import pipeline.job.lifecycle.JobStatus;
import pipeline.log.LogLevel;
import pipeline.log.server.LogServer;
import pipeline.log.server.LoggingSettings;
import pipeline.log.server.MasterLogging;
import pipeline.remote.local.LocalTransport;
import pipeline.store.JobRow;
import pipeline.store.JobTable;
import pipeline.store.StepName;
import pipeline.store.Submission;
import pipeline.store.query.QueryCondition;
import pipeline.store.settings.JobTables;
import pipeline.testing.LeakCheck;
import pipeline.testing.Masters;

/** Workers that want the same jobs at the same time, and take no more than they may. */
@Timeout(60)
class WorkersTogetherIT {

    private static final int WORKERS = 4;

    @RegisterExtension
    private final LeakCheck leaks = new LeakCheck();

    @TempDir
    private Path directory;

    private final JobTable table = JobTables.inMemory();
    private MasterLogging logging;
    private Membership submitter;

    @BeforeEach
    void start() throws Exception {
        logging = MasterLogging.start(LoggingSettings.defaults(), LogLevel.WARNING, TestRun.RECIPE, System.err);
        submitter = Masters.enter(table, TestRun.RECIPE, TestRun.JOB_NAME, RunRules.DEFAULT);
    }

    @AfterEach
    void stop() {
        submitter.close();
        table.close();
        logging.close();
    }

    @Test
    void each_takes_as_many_as_it_may_though_others_take_too() throws Exception {
        enroll(5 * WORKERS, "true");
        RunRules five = TestRun.limited(true, OptionalInt.empty(), OptionalLong.of(5));
        for (Outcomes outcomes : together(five)) {
            assertThat(outcomes.successCount()).isEqualTo(5);
            assertThat(outcomes.stop()).isIn(Stop.MAX_CALLS, Stop.ALL_DONE);
        }
        assertThat(table.count(QueryCondition.always())).isEqualTo(Map.of(JobStatus.SUCCESS, 5L * WORKERS));
    }

    @Test
    void a_loop_of_small_portions_comes_to_the_end_though_whole_portions_fail() throws Exception {
        enroll(8, "exit 1");
        enroll(12, "true");
        RunRules two = TestRun.limited(true, OptionalInt.empty(), OptionalLong.of(2));
        int rounds = 0;
        List<Outcomes> round;
        do {
            round = together(two);
            rounds++;
        } while (round.stream().anyMatch(outcomes -> outcomes.stop() == Stop.MAX_CALLS));
        assertThat(rounds).isLessThanOrEqualTo(4);
        assertThat(table.count(QueryCondition.always())).isEqualTo(Map.of(JobStatus.SUCCESS, 12L, JobStatus.ERROR, 8L));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "0, 64", "1, 2", "1, 64", "70, 1", "70, 64"})
    void any_number_of_jobs_is_done_once_by_any_number_of_slots(int jobs, int slots) throws Exception {
        List<JobRow> rows = enroll(jobs, "true");
        Outcomes outcomes = work(RunRules.DEFAULT, slots);
        assertThat(outcomes.successCount()).isEqualTo(jobs);
        assertThat(outcomes.stop()).isEqualTo(Stop.ALL_DONE);
        for (JobRow row : rows) {
            assertThat(table.attempts(row.id())).hasSize(1);
        }
    }

    private List<JobRow> enroll(int jobs, String command) {
        StepName step = new StepName(TestRun.RECIPE, TestRun.JOB_NAME, "of " + command);
        List<ComputeJob> made = IntStream.range(0, jobs)
                .mapToObj(i -> ComputeJob.command("a", "sh", "-c", command))
                .toList();
        return table.submit(Submission.of(step, submitter.id(), Duration.ZERO, 5, made))
                .rows();
    }

    private List<Outcomes> together(RunRules rules) {
        List<CompletableFuture<Outcomes>> calls = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            calls.add(CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return work(rules, 2);
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    task -> new Thread(task, "worker").start()));
        }
        return calls.stream().map(CompletableFuture::join).toList();
    }

    private Outcomes work(RunRules rules, int slots) throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (Membership membership = Masters.enterWorker(table, TestRun.RECIPE, TestRun.JOB_NAME, rules);
                LogServer logServer = LogServer.start(any, record -> {});
                LocalTransport transport = new LocalTransport(Duration.ofSeconds(15));
                Worker worker = new Worker(
                        TestRun.identity(directory),
                        DispatchSettings.from(Configuration.empty(Map.of(), Map.of()))
                                .onThisMachine(),
                        transport,
                        logServer,
                        membership)) {
            return worker.work(new PullOptions(Set.of(), slots, Optional.empty()), JobListener.NONE);
        }
    }
}
