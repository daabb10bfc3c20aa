package pipeline.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pipeline.dispatch.queue.JobPhase;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.rules.RunRules;

/** What becomes of slots that were asked for, without a loop. */
@Timeout(60)
class SlotOpenerTest {

    @TempDir
    private Path directory;

    private LoopTestBed bed;

    @BeforeEach
    void start() throws Exception {
        bed = new LoopTestBed(directory, RunRules.DEFAULT, Map.of("park_wait", "1h"));
    }

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    void a_slot_that_was_asked_for_is_the_hosts_when_it_comes() {
        QueuedJob job = bed.waiting("a");
        bed.transport.host("a").isSilent = true;
        assertThat(start("a")).isFalse();
        assertThat(bed.onLoop(() -> bed.parts.state().hosts().isIdle()))
                .as("one is on its way")
                .isFalse();
        bed.transport.host("a").answer();
        bed.settle();
        assertThat(start("a")).isTrue();
        assertThat(job.phase()).isEqualTo(JobPhase.QUEUED);
    }

    @Test
    void a_slot_that_does_not_come_cuts_its_host_off() {
        QueuedJob job = bed.waiting("a");
        bed.transport.host("a").allowed = 0;
        assertThat(start("a")).isFalse();
        bed.settle();
        assertThat(job.phase()).isEqualTo(JobPhase.PARKED);
    }

    @Test
    void a_host_that_has_a_slot_goes_on_with_it_when_another_does_not_come() {
        bed.waiting("a");
        bed.transport.host("a").allowed = 1;
        assertThat(start("a")).isFalse();
        bed.settle();
        assertThat(start("a")).isTrue();
        QueuedJob second = bed.waiting("a");
        assertThat(start("a")).isFalse();
        bed.settle();
        assertThat(second.phase()).isEqualTo(JobPhase.QUEUED);
        assertThat(bed.onLoop(() -> bed.parts.state().hostHealth().isAside(bed.slots("a"))))
                .isFalse();
    }

    @Test
    void a_slot_that_comes_when_the_run_is_over_is_let_go() {
        bed.waiting("a");
        bed.transport.host("a").isSilent = true;
        start("a");
        CompletableFuture<Void> left = bed.onLoop(() -> bed.parts.slotOpener().leave());
        assertThat(left).isNotDone();
        bed.transport.host("a").answer();
        assertThat(left).succeedsWithin(Duration.ofSeconds(20));
        assertThat(bed.transport.host("a").slots).allMatch(slot -> slot.isClosed);
    }

    /** Gives the machine of a host its turn; returns whether a job has a place and a slot. */
    private boolean start(String host) {
        return bed.onLoop(() -> bed.parts.state().hosts().machine(host).next(bed.parts.slotOpener()::open) != null);
    }
}
