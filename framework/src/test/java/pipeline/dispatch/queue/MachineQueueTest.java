package pipeline.dispatch.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import pipeline.dispatch.FakeHost;
import pipeline.dispatch.rules.Capacity;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.ResourceRequest;
import pipeline.store.Reservation;

/** {@link MachineQueue} and {@link HostSlots} as the dispatcher's loop uses them. */
class MachineQueueTest {

    private final HostCapacities capacities = new HostCapacities(ResourceRequest.NOTHING, host -> Capacity.UNKNOWN);
    private final MachineQueue machine = new MachineQueue(capacities, new GlobalLimit(OptionalInt.empty()));
    private final List<HostSlots> asked = new ArrayList<>();
    private final HostSlots a = new HostSlots(new FakeHost("a"));
    private final HostSlots b = new HostSlots(new FakeHost("b"));
    private long number;
    private FakeHost.FakeSlot slot;

    @Test
    void no_more_slots_are_asked_for_than_jobs_wait_or_the_call_allows() {
        add(a, 3, 2);
        next();
        next();
        assertThat(asked).containsExactly(a, a);
        add(a, 3, 5);
        next();
        assertThat(asked).hasSize(3);
    }

    @Test
    void a_job_takes_slot_and_place_and_gives_both_back() {
        add(a, 1, 2);
        next();
        slot = open(a);
        MachineQueue.Start start = next();
        assertThat(start.job().number()).isEqualTo(1);
        assertThat(start.slot()).isSameAs(slot);
        assertThat(next()).isNull();
        machine.release(a, slot, any());
        assertThat(next().job().number()).isEqualTo(2);
        assertThat(asked).hasSize(1);
    }

    @Test
    void a_refused_slot_is_not_asked_for_again_until_one_is_lost() {
        add(a, 3, 5);
        next();
        slot = open(a);
        next();
        assertThat(machine.failed(a)).isTrue();
        assertThat(machine.failed(a)).isFalse();
        assertThat(a.isCutOff()).isFalse();
        next();
        assertThat(asked).hasSize(3);
        slot.close();
        machine.release(a, slot, any());
        next();
        assertThat(asked).hasSize(6);
    }

    @Test
    void a_new_call_may_ask_for_more_slots_again() {
        add(a, 3, 5);
        next();
        open(a);
        next();
        machine.failed(a);
        machine.failed(a);
        a.reset();
        next();
        assertThat(asked).hasSize(5);
    }

    @Test
    void a_host_is_cut_off_when_its_last_slot_fails() {
        add(a, 2, 2);
        next();
        machine.failed(a);
        assertThat(a.isCutOff()).isFalse();
        machine.failed(a);
        assertThat(a.isCutOff()).isTrue();
    }

    @Test
    void slots_that_died_while_idle_do_not_count_as_open() {
        add(a, 2, 2);
        next();
        open(a).close();
        open(a).close();
        next();
        assertThat(asked).hasSize(4);
        machine.failed(a);
        machine.failed(a);
        assertThat(a.isCutOff()).isTrue();
    }

    @Test
    void a_job_that_may_not_start_yet_is_not_overtaken_by_one_that_could() {
        add(a, 2, 2);
        next();
        FakeHost.FakeSlot first = open(a);
        open(a);
        assertThat(next()).isNotNull();
        assertThat(next()).isNotNull();
        add(a, 1, 1);
        add(b, 2, 1);
        machine.release(a, first, any());
        assertThat(next()).as("the third job waits until nothing runs").isNull();
        assertThat(asked).doesNotContain(b);
    }

    @Test
    void all_jobs_of_one_name_can_be_taken_out() {
        add(a, 1, 1);
        add(b, 1, 2);
        add(a, 1, 1);
        assertThat(machine.drain(a)).extracting(QueuedJob::number).containsExactly(1L, 4L);
        assertThat(machine.drain(a)).isEmpty();
        assertThat(machine.drain()).extracting(QueuedJob::number).containsExactly(2L, 3L);
        assertThat(next()).isNull();
    }

    @Test
    void idle_slots_stay_for_the_next_call_unless_other_names_of_the_machine_wait() {
        add(a, 1, 1);
        next();
        slot = open(a);
        next();
        machine.release(a, slot, any());
        assertThat(slot.isClosed).isFalse();
        add(a, 1, 1);
        add(b, 1, 1);
        assertThat(next().slot()).isSameAs(slot);
        machine.release(a, slot, any());
        assertThat(slot.isClosed).isTrue();
        next();
        assertThat(asked).endsWith(b);
    }

    @Test
    @Timeout(60)
    void many_jobs_on_a_machine_with_a_thousand_names_take_seconds() {
        List<HostSlots> names = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            names.add(new HostSlots(new FakeHost("h" + i)));
        }
        for (int i = 0; i < 300_000; i++) {
            add(names.get(i % 1000), 4, 1);
        }
        int started = 0;
        while (started < 300_000) {
            for (MachineQueue.Start start = next(); start != null; start = next()) {
                machine.release(start.host(), start.slot(), start.job());
                started++;
            }
            List<HostSlots> now = List.copyOf(asked);
            asked.clear();
            now.forEach(this::open);
        }
        assertThat(machine.drain()).isEmpty();
    }

    @Test
    void a_host_without_a_job_has_no_turn() {
        add(a, 1, 1);
        a.removeFirst();
        assertThatIllegalStateException().isThrownBy(this::next);
    }

    @Test
    void where_jobs_are_quick_two_for_each_slot_are_reserved_before_their_turn_and_keep_it() {
        runQuickJobs();
        assertThat(next().job().number()).isEqualTo(17);
        PendingReservation early = machine.early();
        assertThat(early.job().number()).isEqualTo(18);
        assertThat(machine.early().job().number()).isEqualTo(19);
        assertThat(machine.early()).isNull();
        early.giveBack();
        machine.add(a, early.job().reserve(new Reservation(18, 1, 1), 0));
        assertThat(machine.early()).isNull();
        machine.release(a, slot, any());
        assertThat(next().job().reservation()).isNotNull();
        assertThat(machine.early().job().number()).isEqualTo(20);
    }

    @Test
    void no_job_is_reserved_before_its_turn_where_one_took_long() {
        runQuickJobs();
        next();
        a.took(Duration.ofSeconds(1));
        assertThat(machine.early()).isNull();
    }

    @Test
    void what_was_reserved_before_its_turn_is_taken_out_when_that_does_not_come_soon() {
        runQuickJobs();
        next();
        PendingReservation first = machine.early();
        PendingReservation second = machine.early();
        first.giveBack();
        second.giveBack();
        QueuedJob old = reserved(first.job(), 9_000);
        QueuedJob fresh = reserved(second.job(), 10_000);
        machine.add(a, old);
        machine.add(a, fresh);
        assertThat(machine.takeStale(a, TimeUnit.SECONDS.toNanos(10))).containsExactly(old);
        assertThat(machine.early()).isNull();
        machine.release(a, slot, any());
        assertThat(next().job()).isEqualTo(fresh);
        machine.release(a, slot, any());
        assertThat(next().job().number()).isEqualTo(20);
    }

    @Test
    void slots_stay_for_jobs_that_are_being_reserved_though_other_names_wait() {
        runQuickJobs();
        machine.drain(a);
        add(a, 1, 2);
        next();
        assertThat(machine.early()).isNotNull();
        add(b, 1, 1);
        machine.release(a, slot, any());
        assertThat(slot.isClosed).isFalse();
    }

    private static QueuedJob reserved(QueuedJob job, long millis) {
        return job.reserve(new Reservation(job.number(), 1, 1), TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /** Runs the first 16 of 40 jobs of which one may run at a time. */
    private void runQuickJobs() {
        add(a, 1, 40);
        next();
        slot = open(a);
        for (int i = 0; i < 16; i++) {
            assertThat(machine.early()).isNull();
            next();
            a.took(Duration.ofMillis(1));
            machine.release(a, slot, any());
        }
    }

    private void add(HostSlots host, int maxPerNode, int jobs) {
        for (int i = 0; i < jobs; i++) {
            ComputeJob job = ComputeJob.command(host.host().name(), "true");
            number++;
            machine.add(host, job(number, maxPerNode, job));
        }
    }

    private static QueuedJob any() {
        return job(0, 1, ComputeJob.command("a", "true"));
    }

    private static QueuedJob job(long number, int maxPerNode, ComputeJob job) {
        return new QueuedJob(
                new JobBatch(1, maxPerNode, JobListener.NONE),
                0,
                number,
                job,
                new QueuePosition(5, Instant.EPOCH, number));
    }

    private MachineQueue.Start next() {
        return machine.next(asked::add);
    }

    private FakeHost.FakeSlot open(HostSlots host) {
        FakeHost.FakeSlot slot = ((FakeHost) host.host()).new FakeSlot();
        machine.opened(host, slot);
        return slot;
    }
}
