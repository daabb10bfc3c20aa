package pipeline.dispatch.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import pipeline.dispatch.FakeJobTable;
import pipeline.dispatch.rules.RunRules;
import pipeline.job.ComputeJob;
import pipeline.job.Outcome;
import pipeline.store.JobTable;
import pipeline.store.NewMember;
import pipeline.store.ProcessIdentity;
import pipeline.store.Reservation;
import pipeline.store.settings.JobTables;
import pipeline.time.VirtualTime;

/** When the writer changes the table, in virtual time. */
@Timeout(30)
class JobTableWriterTest {

    private final VirtualTime time = new VirtualTime();
    private final JobTable table = JobTables.inMemory();
    private final FakeJobTable fake = new FakeJobTable(table);
    private final AtomicInteger transactions = new AtomicInteger();
    private Membership membership;
    private JobTableWriter writer;

    /** The heartbeat. */
    private int waiting;

    @BeforeEach
    void start() throws Exception {
        fake.afterwards("finishAndReserve", answer -> transactions.incrementAndGet());
        membership = Membership.enter(
                fake.table(),
                new NewMember(
                        NewMember.Kind.MASTER, "recipe", "job", "test", true, "", ProcessIdentity.ofThisProcess(), ""),
                RunRules.DEFAULT,
                time);
        waiting = time.waiting();
        writer = new JobTableWriter(membership, new Random(1));
    }

    @AfterEach
    void stop() {
        writer.close();
        membership.close();
        table.close();
    }

    @Test
    void the_end_of_a_job_waits_for_the_next_to_begin_and_goes_with_it() {
        CompletableFuture<JobTableWriter.Written> written = writer.end(ended());
        awaitLinger();
        assertThat(transactions).hasValue(0);
        CompletableFuture<JobTableWriter.Answer> answer = writer.reserve(2);
        assertThat(written.join().accepted()).isFalse();
        assertThat(answer.join().reservation()).isNull();
        assertThat(transactions).hasValue(1);
    }

    @Test
    void the_end_of_a_job_after_which_none_begins_waits_three_milliseconds() {
        CompletableFuture<JobTableWriter.Written> written = writer.end(ended());
        awaitLinger();
        time.advance(Duration.ofMillis(3));
        assertThat(written.join().accepted()).isFalse();
        assertThat(transactions).hasValue(1);
    }

    private void awaitLinger() {
        await().until(() -> time.waiting() == waiting + 1);
    }

    private static AttemptResult ended() {
        ComputeJob job = ComputeJob.command("node1", "true");
        return AttemptResult.released(new Reservation(1, 1, 1), Outcome.notStarted(job, "the run has ended"));
    }
}
