package pipeline.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pipeline.dispatch.hosts.HostHealthMonitor;
import pipeline.dispatch.queue.HostSlots;
import pipeline.dispatch.queue.JobPhase;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.rules.RunRules;
import pipeline.dispatch.table.ActiveDrains;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.job.lifecycle.JobStatus;
import pipeline.remote.TransportException;
import pipeline.remote.TransportException.Cause;
import pipeline.store.DrainedHost;

/** Hosts that are set aside, probed and used again, and the jobs that wait for them, in virtual time. */
@Timeout(60)
class HostHealthMonitorTest {

    private static final Duration WAIT = Duration.ofMinutes(10);

    @TempDir
    private Path directory;

    private LoopTestBed bed;
    private HostHealthMonitor monitor;

    @BeforeEach
    void start() throws Exception {
        bed = new LoopTestBed(directory, RunRules.DEFAULT, Map.of("park_wait", WAIT.toSeconds() + "s"));
        monitor = bed.parts.state().hostHealth();
    }

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    void a_host_that_refuses_the_connection_is_doubted_for_a_moment_and_its_jobs_come_back() {
        QueuedJob job = bed.waiting("a");
        cutOff("a", Cause.REFUSED);
        assertThat(job.phase()).isEqualTo(JobPhase.HELD);
        assertThat(bed.onLoop(() -> monitor.isUndecided(bed.slots("a")))).isTrue();
        assertThat(bed.time.untilNext()).isBetween(Duration.ofMillis(375), Duration.ofMillis(500));
        bed.pass(Duration.ofMillis(500));
        assertThat(job.phase()).isEqualTo(JobPhase.QUEUED);
        assertThat(bed.row(job).state().reason()).isEmpty();
    }

    @Test
    void the_jobs_of_a_host_that_does_not_answer_are_parked_and_the_table_says_why() {
        QueuedJob job = bed.waiting("a");
        cutOff("a", Cause.UNREACHABLE);
        assertThat(job.phase()).isEqualTo(JobPhase.PARKED);
        awaitReason(job, "a: nobody answers");
        assertThat(away()).containsExactly("a: nobody answers, 1 parked");
        QueuedJob late = bed.waiting("a");
        assertThat(late.phase()).as("one that comes later").isEqualTo(JobPhase.PARKED);
        awaitReason(late, "a: nobody answers");
        QueuedJob other = bed.waiting("b");
        assertThat(other.phase()).isEqualTo(JobPhase.QUEUED);
    }

    @Test
    void a_host_that_is_set_aside_is_probed_and_when_it_answers_its_jobs_come_back() {
        QueuedJob job = bed.waiting("a");
        cutOff("a", Cause.UNREACHABLE);
        awaitReason(job, "a: nobody answers");
        bed.transport.host("a").allowed = 0;
        bed.pass(Duration.ofSeconds(1));
        assertThat(probed()).as("the first time").containsExactly("a");
        assertThat(probed()).isEmpty();
        bed.pass(Duration.ofMillis(1499));
        assertThat(probed()).as("the pause has doubled").isEmpty();
        bed.transport.host("a").allowed = 1;
        bed.pass(Duration.ofMillis(501));
        assertThat(probed()).containsExactly("a");
        assertThat(job.phase()).isEqualTo(JobPhase.QUEUED);
        assertThat(bed.onLoop(() -> monitor.isOnTrial(bed.slots("a")))).isTrue();
        assertThat(away()).isEmpty();
        awaitReason(job, "");
        bed.onLoop(() -> monitor.proven(bed.slots("a")));
        assertThat(bed.onLoop(() -> monitor.isOnTrial(bed.slots("a")))).isFalse();
    }

    @Test
    void a_host_that_no_job_waits_for_is_not_probed() {
        cutOff("a", Cause.UNREACHABLE);
        bed.pass(Duration.ofHours(1));
        assertThat(probed()).isEmpty();
        assertThat(away()).isEmpty();
    }

    @Test
    void when_only_parked_jobs_remain_a_call_waits_as_long_as_it_is_told_and_then_has_its_outcome() throws Exception {
        QueuedJob job = bed.waiting("a");
        cutOff("a", Cause.AUTHENTICATION);
        awaitReason(job, "a: nobody answers");
        bed.pass(WAIT.minusNanos(1));
        assertThat(job.phase()).isEqualTo(JobPhase.PARKED);
        assertThat(bed.outcomes).isEmpty();
        bed.pass(Duration.ofNanos(1));
        assertThat(bed.outcome().state()).isEqualTo(Outcome.State.PARKED);
        assertThat(job.batch().await().stop()).isEqualTo(Outcomes.Stop.PARKED);
        assertThat(bed.row(job).state().status()).isEqualTo(JobStatus.PENDING);
        assertThat(bed.row(job).state().reason()).isEqualTo("a: nobody answers");
    }

    @Test
    void a_job_that_is_reserved_when_its_host_is_set_aside_gives_its_reservation_back() {
        QueuedJob job = bed.waiting("a");
        bed.onLoop(() -> bed.parts.state().hosts().drain());
        job.reserve(bed.reserve(job), bed.time.nanos());
        bed.onLoop(() -> bed.parts.pendingJobs().enqueue(job));
        cutOff("a", Cause.SILENT);
        awaitReason(job, "a: nobody answers");
        assertThat(bed.row(job).state().status()).isEqualTo(JobStatus.PENDING);
        assertThat(job.reservation()).isNull();
        bed.settle();
        assertThat(job.phase()).isEqualTo(JobPhase.PARKED);
    }

    @Test
    void the_jobs_of_a_host_that_somebody_drained_are_parked_until_somebody_undrains_it() {
        QueuedJob job = bed.waiting("a");
        drained("a");
        assertThat(job.phase()).isEqualTo(JobPhase.PARKED);
        assertThat(away()).singleElement().asString().contains("maintenance");
        cutOff("a", Cause.UNREACHABLE);
        bed.pass(WAIT.dividedBy(2));
        assertThat(probed()).isEmpty();
        drained();
        bed.settle();
        assertThat(job.phase()).isEqualTo(JobPhase.QUEUED);
    }

    @Test
    void a_host_that_is_drained_before_its_first_job_comes_takes_none() {
        drained("a");
        assertThat(bed.waiting("a").phase()).isEqualTo(JobPhase.PARKED);
        assertThat(bed.waiting("b").phase()).isEqualTo(JobPhase.QUEUED);
    }

    @Test
    void a_suspicion_holds_the_jobs_of_a_host_until_it_is_cleared() {
        QueuedJob job = bed.waiting("a");
        bed.onLoop(() -> monitor.suspect(bed.slots("a"), "odd"));
        assertThat(job.phase()).isEqualTo(JobPhase.HELD);
        assertThat(away()).as("it is not set aside").isEmpty();
        bed.onLoop(() -> monitor.clear(bed.slots("a")));
        bed.settle();
        assertThat(job.phase()).isEqualTo(JobPhase.QUEUED);
    }

    private void cutOff(String host, Cause cause) {
        bed.onLoop(() -> monitor.cutOff(
                bed.slots(host), host + ": nobody answers", new TransportException(cause, host, "nobody answers")));
    }

    private void drained(String... hosts) {
        List<DrainedHost> drains = Stream.of(hosts)
                .map(host -> new DrainedHost(host, "", "olaf", "head", "maintenance", Instant.EPOCH))
                .toList();
        bed.onLoop(() -> monitor.drained(new ActiveDrains(drains)));
    }

    /** Returns the hosts that are to be probed, and probes them. */
    private List<String> probed() {
        List<HostSlots> probes = bed.onLoop(monitor::takeProbes);
        bed.onLoop(() -> probes.forEach(bed.parts.slotOpener()::probe));
        bed.settle();
        return probes.stream().map(slots -> slots.host().name()).toList();
    }

    private List<String> away() {
        return bed.onLoop(() -> {
            List<String> all = new ArrayList<>();
            monitor.eachAway((host, isDrained, reason, parked) -> all.add(reason + ", " + parked + " parked"));
            return all;
        });
    }

    private void awaitReason(QueuedJob job, String reason) {
        await().until(() -> bed.row(job).state().reason().equals(reason));
    }
}
