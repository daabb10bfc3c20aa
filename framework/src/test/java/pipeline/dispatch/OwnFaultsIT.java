package pipeline.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.dispatch.rules.RunRules;
import pipeline.dispatch.rules.StopMode;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.job.Outcome.State;
import pipeline.job.Outcomes;
import pipeline.job.Outcomes.Stop;
import pipeline.job.identity.Provenance;
import pipeline.store.JobTable;
import pipeline.store.settings.JobTables;
import pipeline.testing.LeakCheck;

/** Faults of Pipeline, and runs that end before their time: no call waits for ever, nothing is swallowed, and the table says why. */
@Timeout(60)
class OwnFaultsIT {

    private static final int LIMIT = 30;

    @RegisterExtension
    private final LeakCheck leaks = new LeakCheck();

    @TempDir
    private Path directory;

    private final JobTable real = JobTables.inMemory();
    private final FakeJobTable table = new FakeJobTable(real);
    private final BlockingQueue<String> uncaught = new LinkedBlockingQueue<>();
    private Thread.@Nullable UncaughtExceptionHandler before;
    private TestRun run;

    @BeforeEach
    void start() throws Exception {
        before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> uncaught.add(thread.getName() + ": " + thrown));
        run = new TestRun(table.table(), directory, RunRules.DEFAULT);
    }

    @AfterEach
    void stop() {
        run.close();
        real.close();
        Thread.setDefaultUncaughtExceptionHandler(before);
    }

    @Test
    void a_job_that_was_lost_from_sight_by_a_fault_gets_an_outcome_and_what_runs_is_left() throws Exception {
        FakeHost host = run.holding("a");
        CompletableFuture<Outcomes> call = run.begin("1", jobs("a", 2));
        FakeHost.FakeSlot first = host.held.take();
        FakeHost.FakeSlot second = host.held.take();
        host.settlingBreaks = true;
        first.end(0);
        Outcomes outcomes = call.get();
        assertThat(outcomes.stop()).isEqualTo(Stop.BROKEN);
        assertThat(outcomes).extracting(Outcome::state).containsExactlyInAnyOrder(State.NOT_STARTED, State.PARKED);
        assertThat(outcomes)
                .extracting(Outcome::message)
                .anyMatch(message -> message.startsWith("nothing can move any more"));
        assertThat(second.isOpen()).as("it was not killed").isTrue();
    }

    @Test
    void an_error_in_the_thread_of_the_table_reaches_who_deals_with_it() throws Exception {
        FakeHost host = run.holding("a");
        CompletableFuture<Outcomes> call = run.begin("1", jobs("a", 1));
        FakeHost.FakeSlot slot = host.held.take();
        table.starve("finishAndReserve");
        slot.end(0);
        assertThat(uncaught.poll(LIMIT, TimeUnit.SECONDS))
                .isEqualTo("job-table: java.lang.OutOfMemoryError: on purpose");
        assertThat(call.get()).hasSize(1);
    }

    @Test
    void an_error_of_a_listener_reaches_who_deals_with_it() throws Exception {
        JobListener bad = new JobListener() {
            @Override
            public void started(ComputeJob job, long number) {
                throw new StackOverflowError("on purpose");
            }
        };
        assertThat(run.dispatcher.run("1", jobs("a", 1), 1, bad, Provenance.NONE))
                .allMatch(Outcome::isSuccess);
        assertThat(uncaught.poll(LIMIT, TimeUnit.SECONDS))
                .isEqualTo("job-listeners: java.lang.StackOverflowError: on purpose");
    }

    @Test
    void jobs_that_an_ended_run_leaves_say_why_in_the_table_until_they_are_reserved_again() throws Exception {
        FakeHost host = run.holding("a");
        CompletableFuture<Outcomes> call = run.begin("1", jobs("a", 6));
        host.held.take().end(0);
        host.held.take();
        host.held.take();
        run.dispatcher.stop(StopMode.END, "the run was hung up (HUP)");
        assertThat(call.get().remaining()).isEqualTo(5);
        run.close();
        assertThat(real.get(1).orElseThrow().state().reason()).isEmpty();
        for (long job = 2; job <= 6; job++) {
            assertThat(real.get(job).orElseThrow().state().reason())
                    .as("job %d", job)
                    .isEqualTo("left: the run was hung up (HUP)");
        }
        run = new TestRun(table.table(), directory, RunRules.DEFAULT);
        assertThat(run.run("1", jobs("a", 6))).allMatch(Outcome::isSuccess);
        assertThat(real.get(6).orElseThrow().state().reason()).isEmpty();
    }

    @Test
    void of_jobs_that_are_kept_the_listener_hears_the_end_and_no_start() throws Exception {
        run.transport.host("a").code = script -> script.contains("second") ? 1 : 0;
        List<ComputeJob> gang = List.of(ComputeJob.command("a", "first"), ComputeJob.command("a", "second"));
        assertThat(run.run("gang", gang).successCount()).isEqualTo(1);
        run.close();
        run = new TestRun(table.table(), directory, RunRules.DEFAULT);
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        JobListener listener = new JobListener() {
            @Override
            public void started(ComputeJob job, long number) {
                heard.add("started " + number);
            }

            @Override
            public void ended(Outcome outcome) {
                heard.add("ended " + outcome.attempt().orElseThrow().number());
            }
        };
        assertThat(run.dispatcher.run("gang", gang, 2, listener, Provenance.NONE))
                .allMatch(Outcome::isSuccess);
        assertThat(heard).containsExactly("ended 1", "started 2", "ended 2");
    }

    @Test
    void a_close_leaves_no_call_of_another_thread_waiting() throws Exception {
        FakeHost host = run.holding("a");
        CompletableFuture<Outcomes> call = run.begin("1", jobs("a", 3));
        host.held.take();
        run.dispatcher.close();
        assertThat(call.get().stop()).isEqualTo(Stop.INTERRUPTED);
    }

    private static List<ComputeJob> jobs(String host, int count) {
        return Collections.nCopies(count, ComputeJob.command(host, "true"));
    }
}
