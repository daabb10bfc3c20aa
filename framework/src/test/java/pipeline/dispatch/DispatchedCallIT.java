package pipeline.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.dispatch.rules.RunRules;
import pipeline.job.ComputeJob;
import pipeline.job.FailureKind;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.job.identity.Provenance;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.JobTable;
import pipeline.store.settings.JobTables;
import pipeline.testing.LeakCheck;

/** Calls that grow, and jobs that their recipe cancels. */
@Timeout(60)
class DispatchedCallIT {

    @RegisterExtension
    private final LeakCheck leaks = new LeakCheck();

    @TempDir
    private Path directory;

    private final JobTable table = JobTables.inMemory();
    private final BlockingQueue<Outcome> ended = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        table.close();
    }

    private static ComputeJob job(String host, String word) {
        return ComputeJob.command(host, "true", word);
    }

    private JobCall open(TestRun run, int maxPerNode) {
        return run.dispatcher.open("step", maxPerNode, JobListener.onEnded(ended::add));
    }

    private Outcome next() throws InterruptedException {
        Outcome outcome = ended.poll(30, TimeUnit.SECONDS);
        assertThat(outcome).isNotNull();
        return outcome;
    }

    private void assertCancelled(Outcome outcome) {
        assertThat(outcome.failure().orElseThrow().kind()).isEqualTo(FailureKind.CANCELLED);
        assertThat(outcome.message()).isEqualTo("enough");
        assertThat(table.get(outcome.attempt().orElseThrow().number())
                        .orElseThrow()
                        .state()
                        .status())
                .isEqualTo(JobStatus.ERROR);
    }

    @Test
    void equal_jobs_that_are_added_later_are_other_jobs_and_all_are_found_again() throws Exception {
        for (int round = 0; round < 2; round++) {
            try (TestRun run = new TestRun(table, directory, RunRules.DEFAULT)) {
                JobCall call = open(run, 2);
                call.add(List.of(job("a", "x"), job("a", "x")), Provenance.NONE);
                assertThat(call.await()).hasSize(2);
                call.add(List.of(job("a", "x"), job("b", "y")), Provenance.NONE);
                Outcomes all = call.await();
                assertThat(all).hasSize(4).allMatch(Outcome::isSuccess);
                assertThat(all.stream().map(each -> each.attempt().orElseThrow().number()))
                        .containsExactly(1L, 2L, 3L, 4L);
                assertThat(all.stream().map(each -> each.attempt().orElseThrow().ordinal()))
                        .containsOnly(1);
            }
        }
    }

    @Test
    void what_was_done_before_is_kept_though_other_jobs_of_the_call_ran_in_this_run() throws Exception {
        try (TestRun run = new TestRun(table, directory, RunRules.DEFAULT)) {
            JobCall call = open(run, 2);
            call.add(List.of(job("a", "x").always(), job("a", "y")), Provenance.NONE);
            call.await();
        }
        try (TestRun run = new TestRun(table, directory, RunRules.DEFAULT)) {
            JobCall call = open(run, 2);
            call.add(List.of(job("a", "x").always()), Provenance.NONE);
            assertThat(call.await().get(0).attempt().orElseThrow().ordinal()).isEqualTo(2);
            call.add(List.of(job("a", "y")), Provenance.NONE);
            assertThat(call.await().get(1).attempt().orElseThrow().ordinal()).isEqualTo(1);
        }
    }

    @Test
    void a_job_that_waits_is_cancelled_at_once_and_the_others_keep_their_turns() throws Exception {
        try (TestRun run = new TestRun(table, directory, RunRules.DEFAULT)) {
            FakeHost host = run.holding("a");
            JobCall call = open(run, 1);
            ComputeJob second = job("a", "2");
            call.add(List.of(job("a", "1"), second, job("a", "3")), Provenance.NONE);
            FakeHost.FakeSlot first = host.held.take();

            call.cancel(each -> each == second, "enough");

            Outcome cancelled = next();
            assertThat(cancelled.job()).isSameAs(second);
            assertCancelled(cancelled);
            first.end(0);
            FakeHost.FakeSlot third = host.held.take();
            assertThat(third.script).contains("'3'");
            third.end(0);
            assertThat(call.await().successCount()).isEqualTo(2);
            assertThat(host.held).isEmpty();
        }
    }

    @Test
    void a_job_that_runs_is_ended() throws Exception {
        try (TestRun run = new TestRun(table, directory, RunRules.DEFAULT)) {
            FakeHost host = run.holding("a");
            JobCall call = open(run, 1);
            call.add(List.of(job("a", "1"), job("a", "2")), Provenance.NONE);
            host.held.take();

            call.cancel(each -> true, "enough");

            assertCancelled(next());
            assertCancelled(next());
            Outcomes outcomes = call.await();
            assertThat(outcomes.successCount()).isZero();
            assertThat(outcomes.remaining()).isEqualTo(2);
        }
    }

    @Test
    void what_has_ended_stays_as_it_is() throws Exception {
        try (TestRun run = new TestRun(table, directory, RunRules.DEFAULT)) {
            JobCall call = open(run, 1);
            call.add(List.of(job("a", "1")), Provenance.NONE);
            call.await();
            call.cancel(each -> true, "enough");
            assertThat(call.await().successCount()).isEqualTo(1);
        }
    }
}
