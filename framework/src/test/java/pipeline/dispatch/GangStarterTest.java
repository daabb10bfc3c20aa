package pipeline.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pipeline.dispatch.queue.JobBatch;
import pipeline.dispatch.queue.JobPhase;
import pipeline.dispatch.queue.MachineQueue;
import pipeline.dispatch.queue.PendingReservation;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.rules.RunRules;
import pipeline.dispatch.table.JobSnapshot;
import pipeline.dispatch.table.JobTableWriter;
import pipeline.job.ComputeJob;
import pipeline.job.Outcome;
import pipeline.job.lifecycle.JobStatus;

/** A gang that has its places: who is reserved when, and that all start or none. */
@Timeout(60)
class GangStarterTest {

    @TempDir
    private Path directory;

    private LoopTestBed bed;
    private List<QueuedJob> jobs;

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    void the_control_program_is_reserved_first_and_all_start_when_the_last_is() throws Exception {
        gather(RunRules.DEFAULT);
        List<PendingReservation> first = start();
        assertThat(first).extracting(PendingReservation::job).containsExactly(jobs.get(0));
        List<PendingReservation> others = answer(first.get(0));
        assertThat(others).extracting(PendingReservation::job).containsExactly(jobs.get(1), jobs.get(2));
        assertThat(answer(others.get(0))).isEmpty();
        assertThat(phases()).as("the last answer is to come").containsOnly(JobPhase.RESERVING);
        assertThat(answer(others.get(1))).isEmpty();
        assertThat(phases()).containsOnly(JobPhase.RUNNING);
        assertThat(bed.onLoop(() -> bed.parts.gangs().isAsked(others.get(1)))).isFalse();
        await().until(() -> bed.transport.host("h2").held.size() == 1);
        bed.onLoop(() -> bed.parts.attempts().giveUp());
    }

    @Test
    void nobody_else_is_asked_for_when_the_control_program_is_not_to_be_had() throws Exception {
        gather(RunRules.DEFAULT);
        PendingReservation first = start().get(0);
        assertThat(refuse(first)).isEmpty();
        assertThat(first.job().phase()).isEqualTo(JobPhase.ELSEWHERE);
        assertThat(jobs.get(1).phase()).isEqualTo(JobPhase.QUEUED);
        assertThat(jobs.get(2).phase()).isEqualTo(JobPhase.QUEUED);
        assertThat(bed.onLoop(() -> bed.parts.state().hosts().isIdle()))
                .as("no place is taken")
                .isTrue();
    }

    @Test
    void what_was_reserved_is_given_back_when_one_is_not_to_be_had() throws Exception {
        gather(RunRules.DEFAULT);
        List<PendingReservation> others = answer(start().get(0));
        assertThat(refuse(others.get(0))).isEmpty();
        assertThat(answer(others.get(1))).isEmpty();
        bed.settle();
        assertThat(jobs.get(0).phase()).isEqualTo(JobPhase.QUEUED);
        assertThat(jobs.get(2).phase()).isEqualTo(JobPhase.QUEUED);
        assertThat(jobs).extracting(QueuedJob::reservation).containsOnlyNulls();
        assertThat(bed.row(jobs.get(0)).state().status()).isEqualTo(JobStatus.PENDING);
        assertThat(bed.row(jobs.get(2)).state().status()).isEqualTo(JobStatus.PENDING);
        assertThat(bed.onLoop(() -> bed.parts.state().hosts().isIdle())).isTrue();
    }

    @Test
    void a_gang_for_which_the_run_has_no_room_is_left() throws Exception {
        gather(TestRun.limited(true, OptionalInt.empty(), OptionalLong.of(2)));
        assertThat(start()).isEmpty();
        await().until(() -> bed.outcomes.size() == 3);
        assertThat(bed.outcomes).extracting(Outcome::state).containsOnly(Outcome.State.NOT_STARTED);
        assertThat(bed.outcomes).extracting(Outcome::message).allMatch(text -> text.contains("no room"));
    }

    /** Has a gang wait that is whole, and whose hosts have slots. */
    private void gather(RunRules rules) throws Exception {
        bed = new LoopTestBed(directory, rules);
        JobBatch batch = new JobBatch(3, 10, bed);
        List<ComputeJob> gang = LoopTestBed.gang("h0", "h1", "h2");
        gang.forEach(job -> bed.transport.host(job.host()).holdsJobs = true);
        jobs = IntStream.range(0, gang.size())
                .mapToObj(rank -> bed.job(gang.get(rank), batch, rank))
                .toList();
        bed.onLoop(() -> {
            jobs.forEach(bed.parts.state().hosts().gangs()::expect);
            jobs.forEach(bed.parts.pendingJobs()::enqueue);
        });
        assertThat(next()).as("there is no slot yet").isEmpty();
        bed.settle();
    }

    private List<MachineQueue.Start> next() {
        return bed.onLoop(() -> bed.parts.state().hosts().gangs().next(bed.parts.slotOpener()::open));
    }

    private List<PendingReservation> start() {
        List<MachineQueue.Start> starts = next();
        assertThat(starts).hasSize(3);
        List<PendingReservation> first = bed.onLoop(() -> bed.parts.gangs().start(starts));
        return asked(first);
    }

    /** The table gives the run a job that was asked for. */
    private List<PendingReservation> answer(PendingReservation request) {
        return answer(request, new JobTableWriter.Answer(bed.reserve(request.job()), null));
    }

    /** The table says that somebody else has a job. */
    private List<PendingReservation> refuse(PendingReservation request) {
        bed.reserve(request.job());
        JobSnapshot theirs = new JobSnapshot(bed.row(request.job()), null, Instant.EPOCH);
        return answer(request, new JobTableWriter.Answer(null, theirs));
    }

    private List<PendingReservation> answer(PendingReservation request, JobTableWriter.Answer answer) {
        List<PendingReservation> next = bed.onLoop(() -> {
            MachineQueue.@Nullable Start start =
                    bed.parts.reservations().answered(request, answer, false, bed.time.nanos());
            return bed.parts.gangs().answered(request, start);
        });
        return asked(next);
    }

    private List<PendingReservation> asked(List<PendingReservation> requests) {
        bed.onLoop(() -> requests.forEach(request -> {
            bed.parts.state().limits().asked();
            bed.parts.state().jobs().note(request.job(), JobPhase.Event.RESERVATION_ASKED);
        }));
        return requests;
    }

    private List<JobPhase> phases() {
        return jobs.stream().map(QueuedJob::phase).toList();
    }
}
