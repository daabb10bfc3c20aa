package pipeline.dispatch.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import pipeline.dispatch.FakeHost;
import pipeline.dispatch.rules.Capacity;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.ResourceRequest;
import pipeline.remote.TransportException;

/** {@link MachineQueue} with jobs that take cores and memory and count in limits, and {@link GlobalLimit}. */
class ResourcesTest {

    private final FakeHost fake = new FakeHost("a");
    private final HostSlots a = new HostSlots(fake);
    private final HostSlots b = new HostSlots(new FakeHost("b"));
    private final Map<String, Capacity> declared = new HashMap<>();
    private final List<String> told = new ArrayList<>();
    private final List<String> unschedulable = new ArrayList<>();
    private final GlobalLimit fanout = new GlobalLimit(OptionalInt.of(6));
    private HostCapacities capacities;
    private MachineQueue machine = machine(ResourceRequest.NOTHING);
    private long number;

    @Test
    void jobs_share_cores_and_memory_of_a_machine_whatever_name_they_come_by() {
        declare("a", 4, 8 << 20);
        declare("b", 4, 8 << 20);
        add(a, job("a").cores(2));
        add(b, job("b").cores(2).memory(8 << 20));
        add(a, job("a").memory(1));
        assertThat(started()).containsExactly(1L, 2L);
        release(b, 2);
        assertThat(started()).containsExactly(3L);
    }

    @Test
    void a_big_job_is_not_overtaken_by_small_ones() {
        declare("a", 4, 0);
        add(a, job("a").cores(1));
        add(a, job("a").cores(4));
        add(a, job("a").cores(1));
        assertThat(started()).containsExactly(1L);
        release(a, 1);
        assertThat(started()).containsExactly(2L);
        release(a, 2);
        assertThat(started()).containsExactly(3L);
    }

    @Test
    void at_most_so_many_jobs_that_count_in_a_limit_run_at_a_time() {
        for (int i = 0; i < 3; i++) {
            add(a, job("a").limit("io", 2));
        }
        assertThat(started()).containsExactly(1L, 2L);
        release(a, 1);
        assertThat(started()).containsExactly(3L);
        add(a, job("a").limit("net", 1));
        add(a, job("a").limit("io", 3).limit("net", 2));
        assertThat(started()).containsExactly(4L, 5L);
        assertThat(fake.questions).as("limits need no host").isEmpty();
    }

    @Test
    void what_a_job_does_not_say_is_what_the_run_says() {
        machine = machine(new ResourceRequest(3, 0, Map.of("io", 1)));
        declare("a", 4, 0);
        add(a, job("a"));
        add(a, job("a").cores(1).limit("io", 2));
        add(a, job("a"));
        assertThat(started()).containsExactly(1L, 2L);
    }

    @Test
    void a_job_that_needs_more_than_there_is_is_refused_and_the_others_go_on() {
        declare("a", 4, 1 << 30);
        add(a, job("a").cores(5));
        add(a, job("a").memory(5L << 30));
        add(a, job("a").cores(4));
        assertThat(started()).containsExactly(3L);
        assertThat(unschedulable)
                .containsExactly("1: needs 5 cores, but a has 4", "2: needs 5G of memory, but a has 1G");
    }

    @Test
    void a_host_is_asked_once_and_only_if_a_job_needs_to_know() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        fake.answer = answer;
        add(a, job("a"));
        assertThat(started()).containsExactly(1L);
        assertThat(fake.questions).isEmpty();
        add(a, job("a").cores(2));
        add(a, job("a").cores(1));
        add(b, job("b"));
        assertThat(started()).as("another name does not wait").containsExactly(4L);
        assertThat(fake.questions).containsExactly(Capacity.SCRIPT);
        answer.complete("2 1000K\n");
        assertThat(told).containsExactly("a: fine");
        assertThat(started()).containsExactly(2L);
        assertThat(fake.questions).hasSize(1);
    }

    @Test
    void a_host_that_cannot_be_asked_is_reported_and_one_that_does_not_say_runs_no_such_job() {
        fake.answer = CompletableFuture.failedFuture(
                new TransportException(TransportException.Cause.REFUSED, "a", "nobody listens"));
        add(a, job("a").memory(1));
        assertThat(started()).isEmpty();
        assertThat(told).containsExactly("a: a: nobody listens");
        fake.answer = CompletableFuture.completedFuture("3 -");
        assertThat(started()).isEmpty();
        assertThat(started()).isEmpty();
        assertThat(unschedulable)
                .containsExactly(
                        "1: a does not say how much it has of what the job needs; declare memory in [remote a]");
    }

    @Test
    void what_is_declared_goes_before_what_the_host_says() {
        declare("a", 8, 0);
        fake.answer = CompletableFuture.completedFuture("1 4K");
        add(a, job("a").cores(5).memory(4096));
        started();
        assertThat(started()).containsExactly(1L);
    }

    @Test
    void no_more_slots_are_asked_for_than_jobs_fit() {
        declare("a", 5, 0);
        for (int i = 0; i < 9; i++) {
            add(a, job("a").cores(2));
        }
        List<HostSlots> asked = new ArrayList<>();
        assertThat(machine.next(asked::add)).isNull();
        assertThat(asked).hasSize(2);
    }

    @Test
    void machines_take_turns_when_the_whole_run_is_throttled() {
        GlobalLimit two = new GlobalLimit(OptionalInt.of(2));
        MachineQueue other = machine(ResourceRequest.NOTHING);
        two.queue(machine);
        two.queue(other);
        two.queue(machine);
        assertThat(two.poll()).isSameAs(machine);
        two.enter();
        two.queue(machine);
        assertThat(two.poll()).isSameAs(other);
        two.enter();
        two.queue(other);
        assertThat(two.poll()).isNull();
        two.leave();
        assertThat(two.poll()).isSameAs(machine);
        assertThat(two.poll()).isSameAs(other);
        assertThat(two.poll()).isNull();
    }

    @Test
    void no_machine_starts_more_than_the_whole_run_may() {
        for (int i = 0; i < 9; i++) {
            add(a, job("a"));
        }
        assertThat(started()).hasSize(6);
        release(a, 1);
        assertThat(started()).containsExactly(7L);
    }

    @Test
    void what_a_host_says_is_read_and_nonsense_is_not_known() {
        assertThat(Capacity.read("8 16K\n")).isEqualTo(new Capacity(OptionalInt.of(8), OptionalLong.of(16384)));
        assertThat(Capacity.read("- 4096")).isEqualTo(new Capacity(OptionalInt.empty(), OptionalLong.of(4096)));
        for (String nonsense : new String[] {"", "x", "0 0", "-1 x", "1 2 3", "- -"}) {
            assertThat(Capacity.read(nonsense)).as(nonsense).isEqualTo(Capacity.UNKNOWN);
        }
    }

    private MachineQueue machine(ResourceRequest usual) {
        capacities = new HostCapacities(usual, host -> declared.getOrDefault(host, Capacity.UNKNOWN));
        return new MachineQueue(capacities, fanout);
    }

    private void declare(String host, int cores, long memory) {
        declared.put(
                host,
                new Capacity(OptionalInt.of(cores), memory == 0 ? OptionalLong.empty() : OptionalLong.of(memory)));
    }

    private static ComputeJob job(String host) {
        return ComputeJob.command(host, "true");
    }

    private final Map<Long, MachineQueue.Start> running = new HashMap<>();

    private void add(HostSlots host, ComputeJob job) {
        number++;
        machine.add(
                host,
                new QueuedJob(
                        new JobBatch(1, 100, JobListener.NONE),
                        0,
                        number,
                        job,
                        new QueuePosition(5, Instant.EPOCH, number)));
    }

    private List<Long> started() {
        List<Long> numbers = new ArrayList<>();
        List<HostSlots> asked = new ArrayList<>();
        do {
            survey();
            asked.clear();
            for (MachineQueue.Start start = machine.next(asked::add); start != null; start = machine.next(asked::add)) {
                running.put(start.job().number(), start);
                numbers.add(start.job().number());
            }
            asked.forEach(host -> machine.opened(host, ((FakeHost) host.host()).new FakeSlot()));
        } while (!asked.isEmpty());
        survey();
        return numbers;
    }

    /** Does what the loop does with what was found out. */
    private void survey() {
        capacities
                .takeUnschedulable()
                .forEach(found -> unschedulable.add(found.job().number() + ": " + found.reason()));
        for (HostSlots host : capacities.takeHostsToAsk()) {
            CompletableFuture<String> unused = host.host().ask(Capacity.SCRIPT).whenComplete((answer, failure) -> {
                capacities.answered(host, answer);
                told.add(host.host().name() + ": " + (failure == null ? "fine" : failure.getMessage()));
            });
        }
    }

    private void release(HostSlots host, long which) {
        MachineQueue.Start start = running.remove(which);
        machine.release(host, start.slot(), start.job());
    }
}
