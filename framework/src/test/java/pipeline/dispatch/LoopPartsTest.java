package pipeline.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pipeline.dispatch.attempt.AttemptRunner;
import pipeline.dispatch.attempt.BegunAttempts;
import pipeline.dispatch.attempt.NodeFiles;
import pipeline.dispatch.attempt.RunningAttempt;
import pipeline.dispatch.queue.HostSlots;
import pipeline.dispatch.queue.JobBatch;
import pipeline.dispatch.queue.JobPhase;
import pipeline.dispatch.queue.MachineQueue;
import pipeline.dispatch.queue.PendingReservation;
import pipeline.dispatch.queue.QueuePosition;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.rules.HaltRule;
import pipeline.dispatch.rules.RunRules;
import pipeline.dispatch.rules.StopReason;
import pipeline.dispatch.rules.Timeouts;
import pipeline.dispatch.table.AttemptResult;
import pipeline.dispatch.table.JobTableWriter;
import pipeline.dispatch.table.Membership;
import pipeline.job.Attempt;
import pipeline.job.ComputeJob;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.job.TimeLimit;
import pipeline.log.server.LogServer;
import pipeline.remote.SlotOwner;
import pipeline.remote.TransportException;
import pipeline.store.JobTable;
import pipeline.store.Reservation;
import pipeline.store.settings.JobTables;
import pipeline.testing.Masters;
import pipeline.time.VirtualTime;

/** The parts of the loop without the loop, in virtual time: what they decide when something happens. */
@Timeout(60)
class LoopPartsTest {

    private static final Failure NO_SPACE = new Failure(FailureKind.PROGRAM, 1, "cp: No space left on device");
    private static final Failure NOT_FOUND = new Failure(FailureKind.PROGRAM, 127, "exit code 127");

    @TempDir
    private Path directory;

    private final VirtualTime time = new VirtualTime();
    private final FakeTransport transport = new FakeTransport();
    private final JobTable table = JobTables.inMemory();
    private final FakeJobTable fake = new FakeJobTable(table);
    private final Membership membership = Masters.enter(fake.table(), "recipe", "job", RunRules.DEFAULT);
    private LogServer logServer;
    private JobTableWriter writer;
    private LoopParts parts;
    private long number;

    @BeforeEach
    void start() throws Exception {
        logServer = LogServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), record -> {});
        writer = new JobTableWriter(membership, new Random(1));
        AttemptRunner runner = new AttemptRunner(
                TestRun.identity(directory),
                TestRun.settings(),
                new NodeFiles(name -> InputStream.nullInputStream()),
                logServer,
                time,
                Timeouts.DEFAULT);
        parts = LoopParts.of(runner, transport, writer, RunRules.DEFAULT);
    }

    @AfterEach
    void stop() {
        parts.recorder().close();
        writer.close();
        membership.close();
        table.close();
        logServer.close();
    }

    @Test
    void three_jobs_that_fail_for_want_of_space_are_the_fault_of_their_host() {
        waiting("full");
        assertThat(heard("full", NO_SPACE)).isEmpty();
        assertThat(heard("full", NO_SPACE)).isEmpty();
        assertThat(parts.state().jobs().count(JobPhase.SUSPECT)).isEqualTo(2);
        assertThat(heard("full", NO_SPACE)).hasSize(3).allMatch(HostFailureDetector.Diagnosis::isHostToBlame);
        assertThat(parts.state().hostHealth().isAside(slots("full"))).isTrue();
        assertThat(parts.state().jobs().count(JobPhase.PARKED))
                .as("the job that waits")
                .isEqualTo(1);
        assertThat(heard("full", NO_SPACE)).as("one that ran meanwhile").hasSize(1);
        assertThat(parts.attempts().failureDetector().isEmpty()).isTrue();
    }

    @Test
    void a_job_that_runs_as_it_should_clears_its_host() {
        waiting("a");
        heard("a", NO_SPACE);
        heard("a", NO_SPACE);
        List<HostFailureDetector.Diagnosis> diagnoses =
                ended("a", attempt -> Outcome.succeeded(attempt.job().job(), attempt(attempt), null));
        assertThat(diagnoses).hasSize(3).noneMatch(HostFailureDetector.Diagnosis::isHostToBlame);
        assertThat(parts.state().hostHealth().isAside(slots("a"))).isFalse();
    }

    @Test
    void a_program_that_is_missing_on_the_only_host_is_the_jobs_own_fault() {
        waiting("a");
        heard("a", NOT_FOUND);
        heard("a", NOT_FOUND);
        assertThat(heard("a", NOT_FOUND)).hasSize(3).noneMatch(HostFailureDetector.Diagnosis::isHostToBlame);
        assertThat(heard("a", NOT_FOUND)).as("is known to be misspelt").hasSize(1);
    }

    @Test
    void a_program_that_is_missing_on_one_host_and_ran_on_another_is_that_hosts_fault() {
        ended("good", attempt -> Outcome.succeeded(attempt.job().job(), attempt(attempt), null));
        waiting("bad");
        heard("bad", NOT_FOUND);
        heard("bad", NOT_FOUND);
        assertThat(heard("bad", NOT_FOUND)).allMatch(HostFailureDetector.Diagnosis::isHostToBlame);
    }

    @Test
    void jobs_of_a_suspected_host_are_held_while_another_may_say_whether_the_program_is_there() {
        waiting("other");
        waiting("bad");
        heard("bad", NOT_FOUND);
        heard("bad", NOT_FOUND);
        assertThat(heard("bad", NOT_FOUND)).isEmpty();
        assertThat(parts.state().jobs().count(JobPhase.HELD)).isEqualTo(1);
        assertThat(parts.attempts().failureDetector().close())
                .hasSize(3)
                .noneMatch(HostFailureDetector.Diagnosis::isHostToBlame);
        assertThat(parts.state().hostHealth().takeReleased()).hasSize(1);
    }

    @Test
    void a_host_that_cannot_be_reached_is_probed_less_and_less_often_and_its_jobs_come_back() {
        waiting("a");
        parts.state()
                .hostHealth()
                .cutOff(
                        slots("a"),
                        "a: nobody answers",
                        new TransportException(TransportException.Cause.UNREACHABLE, "a", "nobody answers"));
        assertThat(parts.state().jobs().count(JobPhase.PARKED)).isEqualTo(1);
        assertThat(parts.pendingJobs().isWaiting()).isTrue();
        parts.state().hostHealth().blame(slots("a"), "known", 0);
        assertThat(parts.state().hostHealth().isAside(slots("a"))).isTrue();
        assertThat(time.waiting()).as("the notice and the probe").isEqualTo(2);
    }

    @Test
    void an_attempt_is_overdue_once_when_its_limit_is_over() {
        TimeLimitMonitor monitor = new TimeLimitMonitor(Optional.of(new TimeLimit.Fixed(Duration.ofSeconds(10))));
        RunningAttempt attempt = BegunAttempts.begun(running("a"), time.nanos());
        assertThat(monitor.watch(attempt)).isTrue();
        time.advance(Duration.ofMillis(9_999));
        assertThat(monitor.overdue(time.nanos())).isEmpty();
        time.advance(Duration.ofMillis(1));
        assertThat(monitor.overdue(time.nanos()))
                .containsExactly(new TimeLimitMonitor.Overdue(attempt, "ran longer than its limit of 10 s"));
        assertThat(monitor.overdue(time.nanos())).isEmpty();
    }

    @Test
    void a_limit_by_the_median_counts_from_three_successes_on() {
        TimeLimitMonitor monitor = new TimeLimitMonitor(Optional.of(new TimeLimit.OfMedian(200)));
        RunningAttempt attempt = BegunAttempts.begun(running("a"), time.nanos());
        monitor.watch(attempt);
        time.advance(Duration.ofSeconds(21));
        assertThat(monitor.overdue(time.nanos())).isEmpty();
        monitor.learn(Map.of("true", List.of(Duration.ofSeconds(9), Duration.ofSeconds(10), Duration.ofSeconds(11))));
        assertThat(monitor.overdue(time.nanos()))
                .extracting(TimeLimitMonitor.Overdue::reason)
                .containsExactly("ran longer than its limit of 20 s, 200% of the median 10 s");
    }

    @Test
    void an_attempt_that_ended_or_has_no_limit_is_never_overdue() {
        assertThat(new TimeLimitMonitor(Optional.empty()).watch(running("a"))).isFalse();
        TimeLimitMonitor monitor = new TimeLimitMonitor(Optional.of(new TimeLimit.Fixed(Duration.ofSeconds(1))));
        RunningAttempt attempt = BegunAttempts.begun(running("a"), time.nanos());
        monitor.watch(attempt);
        monitor.ended(attempt, Outcome.notStarted(attempt.job().job(), "over"));
        time.advance(Duration.ofHours(1));
        assertThat(monitor.overdue(time.nanos())).isEmpty();
    }

    @Test
    void the_table_is_asked_for_cancelled_jobs_again_only_after_its_answer() {
        CancellationPoller poller = new CancellationPoller();
        RunningAttempt one = running("a");
        RunningAttempt other = running("a");
        assertThat(poller.ask(List.of())).isEmpty();
        assertThat(poller.ask(List.of(one, other))).containsExactly(1L, 2L);
        assertThat(poller.ask(List.of(one, other))).isEmpty();
        assertThat(poller.answered(Set.of(2L, 7L))).containsExactly(other);
        assertThat(poller.ask(List.of(one))).containsExactly(1L);
        assertThat(poller.answered(null)).as("no table").isEmpty();
        assertThat(poller.ask(List.of(one))).containsExactly(1L);
    }

    @Test
    void a_run_has_stalled_when_nothing_moved_three_times_in_a_row() {
        StallDetector detector = new StallDetector();
        assertThat(detector.look(true, false)).isFalse();
        assertThat(detector.look(true, false)).isFalse();
        assertThat(detector.look(true, true)).isFalse();
        assertThat(detector.look(true, false)).isFalse();
        assertThat(detector.look(true, false)).isFalse();
        assertThat(detector.look(false, false)).isFalse();
        assertThat(detector.look(true, false)).isFalse();
        assertThat(detector.look(true, false)).isFalse();
        assertThat(detector.look(true, false)).isTrue();
    }

    @Test
    void a_run_of_two_jobs_asks_for_no_third_and_refuses_it_once_two_were_reserved() {
        RunLimits limits = new RunLimits(new RunRules.Limit(Optional.empty(), OptionalInt.empty(), OptionalLong.of(2)));
        QueuedJob first = job("a");
        limits.asked();
        limits.asked();
        assertThat(limits.mayAsk()).isFalse();
        assertThat(limits.stopReason(first)).isNull();
        limits.answered(first, true);
        limits.answered(job("a"), false);
        assertThat(limits.mayAsk()).as("one was not to be had").isTrue();
        limits.asked();
        limits.answered(job("a"), true);
        assertThat(limits.isReached()).isTrue();
        assertThat(limits.stopReason(job("a")).stop()).isEqualTo(Outcomes.Stop.MAX_CALLS);
        assertThat(limits.stopReason(true)).as("a job that was started before").isNull();
    }

    @Test
    void the_stop_rule_is_news_once() {
        RunLimits limits = new RunLimits(
                new RunRules.Limit(Optional.of(HaltRule.FIRST_FAILURE), OptionalInt.empty(), OptionalLong.empty()));
        QueuedJob job = job("a");
        limits.expect(job);
        assertThat(limits.isCautious()).isTrue();
        assertThat(limits.takeFailure()).isNull();
        limits.ended(Outcome.failed(job.job(), new Attempt(1, 1, Instant.EPOCH, Duration.ZERO, null, null), NOT_FOUND));
        assertThat(limits.takeFailure().stop()).isEqualTo(Outcomes.Stop.HALTED);
        assertThat(limits.takeFailure()).isNull();
        assertThat(limits.stopReason(job)).isEqualTo(limits.failure());
    }

    @Test
    void a_job_that_is_reserved_starts_unless_nothing_may_start_until_more_is_known() {
        PendingReservation ask = asked("a");
        assertThat(ask.job().phase()).isEqualTo(JobPhase.RESERVING);
        assertThat(answered(ask, false)).isEqualTo(ask.start(ask.job()));
        PendingReservation doubted = asked("a");
        assertThat(answered(doubted, true)).isNull();
        assertThat(doubted.job().phase()).isEqualTo(JobPhase.QUEUED);
        assertThat(doubted.job().reservation()).as("it keeps its turn").isNotNull();
        assertThat(slots("a").first()).isSameAs(doubted.job());
        assertThat(parts.reservations().isEmpty()).isTrue();
    }

    @Test
    void a_job_that_is_reserved_when_its_host_has_been_set_aside_is_parked() {
        PendingReservation ask = asked("a");
        parts.state().hostHealth().blame(slots("a"), "a: bad", 0);
        assertThat(answered(ask, false)).isNull();
        assertThat(ask.job().phase()).isEqualTo(JobPhase.PARKED);
    }

    @Test
    void a_job_that_is_reserved_when_the_run_has_ended_is_given_back_before_its_outcome_is_reported() {
        PendingReservation ask = asked("a");
        parts.state().limits().stop(new StopReason(Outcomes.Stop.INTERRUPTED, "interrupted"));
        assertThat(answered(ask, false)).isNull();
        assertThat(ask.job().phase()).isEqualTo(JobPhase.RECORDING);
        assertThat(ask.job().batch().isOpen(0)).isTrue();
    }

    @Test
    void a_job_whose_answer_is_not_waited_for_any_more_has_its_outcome_once() {
        PendingReservation ask = asked("a");
        StopReason reason = new StopReason(Outcomes.Stop.INTERRUPTED, "interrupted");
        parts.state().limits().stop(reason);
        parts.reservations().giveUp(reason);
        assertThat(ask.job().phase()).isEqualTo(JobPhase.DONE);
        assertThat(answered(ask, false)).isNull();
        assertThat(ask.job().phase()).isEqualTo(JobPhase.DONE);
        assertThat(parts.state().jobs().isEmpty()).isTrue();
    }

    @Test
    void a_job_that_somebody_took_out_of_the_table_is_not_started() {
        PendingReservation ask = asked("a");
        assertThat(parts.reservations().answered(ask, new JobTableWriter.Answer(null, null), false, time.nanos()))
                .isNull();
        assertThat(ask.job().phase()).isEqualTo(JobPhase.DONE);
    }

    @Test
    void an_outcome_is_reported_when_the_table_has_it_and_not_before() throws Exception {
        parts.state().events().start(() -> {}, failure -> {});
        RunningAttempt attempt = running("a");
        QueuedJob job = attempt.job();
        fake.hold("finishAndReserve");
        Outcome outcome = Outcome.notStarted(job.job(), "left");
        parts.state()
                .events()
                .post(() -> parts.recorder()
                        .write(
                                job,
                                AttemptResult.released(new Reservation(job.number(), 1, 1), outcome),
                                written -> parts.recorder().report(job, outcome)));
        fake.awaitHeld("finishAndReserve");
        assertThat(job.batch().isOpen(0)).isTrue();
        fake.letGo("finishAndReserve");
        await().until(() -> !job.batch().isOpen(0));
        parts.state().events().close();
        assertThat(parts.recorder().isEmpty()).isTrue();
    }

    @Test
    void without_the_table_an_outcome_is_reported_after_the_run_has_been_stopped_for_that() {
        parts.state().events().start(() -> {}, failure -> {});
        fake.breakDown("finishAndReserve");
        QueuedJob job = running("a").job();
        Outcome outcome = Outcome.notStarted(job.job(), "left");
        parts.state()
                .events()
                .post(() -> parts.recorder()
                        .write(job, AttemptResult.released(new Reservation(job.number(), 1, 1), outcome), written -> {
                            throw new IllegalStateException("it was not written");
                        }));
        await().until(() -> parts.recorder().size() == 0);
        parts.state().events().close();
        assertThat(parts.recorder().isEmpty()).as("one is still to be told").isFalse();
        assertThat(job.batch().isOpen(0)).isTrue();
        assertThat(parts.recorder().takeTableFault()).hasMessageContaining("disk of the job table is full");
        parts.recorder().reportUnrecorded();
        assertThat(job.batch().isOpen(0)).isFalse();
        assertThat(parts.recorder().isEmpty()).isTrue();
    }

    private PendingReservation asked(String host) {
        waiting(host);
        MachineQueue machine = parts.state().hosts().machine(host);
        MachineQueue.Start start = machine.next(opening -> {});
        if (start == null) {
            machine.opened(slots(host), transport.host(host).new FakeSlot());
            start = machine.next(opening -> {});
        }
        PendingReservation ask = new PendingReservation(machine, start.host(), start.job(), start.slot());
        assertThat(parts.reservations().ask(ask)).isNotNull();
        return ask;
    }

    private MachineQueue.Start answered(PendingReservation ask, boolean isInDoubt) {
        Reservation reservation = new Reservation(ask.job().number(), 1, 1);
        return parts.reservations()
                .answered(ask, new JobTableWriter.Answer(reservation, null), isInDoubt, time.nanos());
    }

    private List<HostFailureDetector.Diagnosis> heard(String host, Failure failure) {
        return ended(host, attempt -> Outcome.failed(attempt.job().job(), attempt(attempt), failure));
    }

    private List<HostFailureDetector.Diagnosis> ended(String host, Function<RunningAttempt, Outcome> outcome) {
        RunningAttempt attempt = running(host);
        return parts.attempts().failureDetector().heard(attempt, outcome.apply(attempt));
    }

    private static Attempt attempt(RunningAttempt attempt) {
        return new Attempt(attempt.job().number(), 1, Instant.EPOCH, Duration.ZERO, null, null);
    }

    private RunningAttempt running(String host) {
        QueuedJob job = job(host);
        parts.state().jobs().note(job, JobPhase.Event.ENQUEUED);
        parts.state().jobs().note(job, JobPhase.Event.STARTED);
        return new RunningAttempt(
                job,
                transport.host(host).new FakeSlot(),
                new SlotOwner("owner", ""),
                new Reservation(job.number(), 1, 1),
                time);
    }

    /** Has a job wait for a host, so that the host is not idle. */
    private void waiting(String host) {
        QueuedJob job = job(host);
        parts.state().jobs().note(job, JobPhase.Event.ENQUEUED);
        parts.state().hosts().machine(host).add(slots(host), job);
    }

    private QueuedJob job(String host) {
        number++;
        QueuedJob job = new QueuedJob(
                new JobBatch(1, 10, JobListener.NONE),
                0,
                number,
                ComputeJob.command(host, "true"),
                new QueuePosition(5, Instant.EPOCH, number));
        parts.state().jobs().add(job);
        return job;
    }

    private HostSlots slots(String host) {
        return parts.state().hosts().slots(host);
    }
}
