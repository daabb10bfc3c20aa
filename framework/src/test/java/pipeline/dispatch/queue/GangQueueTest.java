package pipeline.dispatch.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import pipeline.dispatch.FakeHost;
import pipeline.dispatch.FakeTransport;
import pipeline.dispatch.TestRun;
import pipeline.dispatch.rules.Capacity;
import pipeline.dispatch.rules.DispatchSettings;
import pipeline.job.ComputeJob;
import pipeline.job.Gang;
import pipeline.job.JobListener;
import pipeline.job.ResourceRequest;

/** {@link GangQueue} as the dispatcher's loop uses it: a gang takes all its places, or none. */
class GangQueueTest {

    private final FakeTransport transport = new FakeTransport();
    private final DispatchSettings settings = TestRun.settings();
    private final HostCapacities capacities = new HostCapacities(ResourceRequest.NOTHING, host -> Capacity.UNKNOWN);
    private final List<HostSlots> asked = new ArrayList<>();
    private Hosts hosts = hosts(OptionalInt.empty());
    private long number;

    private Hosts hosts(OptionalInt fanout) {
        return new Hosts(transport, settings, "owner", new GlobalLimit(fanout), capacities);
    }

    @Test
    void nothing_is_taken_before_all_hosts_have_a_slot() {
        gather("g", 1, "a", "b");
        assertThat(next()).isEmpty();
        assertThat(asked).extracting(host -> host.host().name()).containsExactly("a", "b");
        open("a");
        assertThat(next()).isEmpty();
        assertThat(job("a", 1))
                .as("its host is not held either, since b has not answered")
                .isNotNull();
        open("b");
        assertThat(next()).as("the place on a is taken by another job").isEmpty();
    }

    @Test
    void a_gang_that_waits_for_a_place_keeps_its_machines_for_itself_until_it_has_all() {
        open("a");
        open("b");
        MachineQueue.Start busy = job("a", 1);
        gather("g", 1, "a", "b");
        assertThat(next()).isEmpty();
        assertThat(job("b", 1)).as("a job that came later").isNull();
        hosts.machine("a").release(busy.host(), busy.slot(), busy.job());
        hosts.machine("a").requestTurn();
        List<MachineQueue.Start> gang = next();
        assertThat(gang).extracting(start -> start.job().host()).containsExactly("a", "b");
        gang.forEach(start -> hosts.machine(start.job().host()).release(start.host(), start.slot(), start.job()));
        assertThat(hosts.machine("b").next(asked::add)).as("that job goes then").isNotNull();
    }

    @Test
    void two_gangs_that_want_the_same_hosts_go_one_after_the_other() {
        for (String host : List.of("a", "b")) {
            open(host);
        }
        gather("g", 1, "a", "b");
        gather("h", 1, "b", "a");
        List<MachineQueue.Start> first = next();
        assertThat(first).extracting(start -> start.job().host()).containsExactly("a", "b");
        assertThat(next()).isEmpty();
        first.forEach(start -> {
            hosts.machine(start.job().host()).release(start.host(), start.slot(), start.job());
            hosts.machine(start.job().host()).requestTurn();
        });
        assertThat(next()).extracting(start -> start.job().host()).containsExactly("b", "a");
    }

    @Test
    void a_gang_is_not_begun_by_half_for_the_limit_of_all_hosts() {
        hosts = hosts(OptionalInt.of(2));
        open("a");
        open("b");
        open("c");
        MachineQueue.Start busy = job("c", 1);
        gather("g", 1, "a", "b");
        assertThat(next()).isEmpty();
        assertThat(job("b", 1)).as("room is held for the gang").isNull();
        hosts.machine("c").release(busy.host(), busy.slot(), busy.job());
        hosts.machine("c").requestTurn();
        assertThat(next()).hasSize(2);
    }

    @Test
    void a_host_that_is_lost_takes_the_whole_gang_out_and_frees_its_machines() {
        open("a");
        gather("g", 1, "a", "b");
        assertThat(next()).isEmpty();
        assertThat(hosts.drain(hosts.slots("b"))).extracting(QueuedJob::host).containsExactly("a", "b");
        assertThat(next()).isEmpty();
        assertThat(job("a", 1)).isNotNull();
    }

    @Test
    void a_gang_of_which_one_job_has_ended_never_begins_and_says_so() {
        List<QueuedJob> gang = jobs("g", 1, "a", "b");
        gang.forEach(hosts.gangs()::expect);
        JobsInRun inRun = new JobsInRun();
        gang.forEach(inRun::add);
        hosts.gangs().add(gang.get(0));
        assertThat(hosts.gangs().whole(gang.get(0))).isEmpty();
        assertThat(hosts.gangs().takeBroken()).isEmpty();
        assertThat(inRun.finish(gang.get(1))).isTrue();
        assertThat(hosts.gangs().fault(gang.get(0)))
                .isEqualTo("member 1 of gang g (job 2 on b) does not run, so the others of its gang do not either");
        assertThat(hosts.gangs().takeBroken()).containsExactly(gang.get(0));
    }

    @Test
    void a_host_that_lets_in_fewer_than_the_gang_needs_refuses_all_of_it() {
        gather("g", 2, "a", "a");
        assertThat(next()).isEmpty();
        open("a");
        hosts.machine("a").failed(hosts.slots("a"));
        hosts.machine("a").requestTurn();
        assertThat(next()).isEmpty();
        assertThat(capacities.takeUnschedulable())
                .extracting(HostCapacities.Unschedulable::reason)
                .containsExactly(
                        "a lets in only 1 sessions at a time, but the gang needs 2 there",
                        "a lets in only 1 sessions at a time, but the gang needs 2 there");
    }

    private void gather(String name, int maxPerNode, String... on) {
        for (QueuedJob job : jobs(name, maxPerNode, on)) {
            hosts.gangs().expect(job);
            hosts.gangs().add(job);
        }
    }

    private List<QueuedJob> jobs(String name, int maxPerNode, String... on) {
        List<ComputeJob> programs = new ArrayList<>();
        for (String host : on) {
            programs.add(ComputeJob.command(host, "true"));
        }
        List<ComputeJob> gang = Gang.of(name, programs.get(0), programs.subList(1, programs.size()))
                .jobs();
        JobBatch batch = new JobBatch(gang.size(), maxPerNode, JobListener.NONE);
        List<QueuedJob> jobs = new ArrayList<>();
        for (ComputeJob job : gang) {
            number++;
            jobs.add(new QueuedJob(batch, jobs.size(), number, job, new QueuePosition(5, Instant.EPOCH, number)));
        }
        return jobs;
    }

    private List<MachineQueue.Start> next() {
        return hosts.gangs().next(asked::add);
    }

    /** Opens a slot, asked for or not. */
    private void open(String host) {
        HostSlots slots = hosts.slots(host);
        if (!slots.isOpening()) {
            slots.opening();
        }
        FakeHost fake = transport.host(host);
        hosts.machine(host).opened(slots, fake.new FakeSlot());
        hosts.machine(host).requestTurn();
    }

    /** Returns how a job that comes now starts; null if it does not. */
    private MachineQueue.Start job(String host, int maxPerNode) {
        number++;
        QueuedJob job = new QueuedJob(
                new JobBatch(1, maxPerNode, JobListener.NONE),
                0,
                number,
                ComputeJob.command(host, "sleep"),
                new QueuePosition(5, Instant.EPOCH, number));
        hosts.machine(host).add(hosts.slots(host), job);
        return hosts.machine(host).next(asked::add);
    }
}
