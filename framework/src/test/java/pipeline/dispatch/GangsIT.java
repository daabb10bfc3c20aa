package pipeline.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pipeline.dispatch.rules.OversizedGangException;
import pipeline.dispatch.rules.RunRules;
import pipeline.dispatch.rules.StopMode;
import pipeline.job.ComputeJob;
import pipeline.job.FailureKind;
import pipeline.job.Gang;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.job.Outcome.State;
import pipeline.job.Outcomes;
import pipeline.job.identity.Provenance;
import pipeline.job.lifecycle.JobStatus;
import pipeline.remote.SlotTrace;
import pipeline.store.JobTable;
import pipeline.store.settings.JobTables;

/** Gangs on fake hosts: all of one run at the same time or none does, and all of one are done or none is. */
@Timeout(60)
class GangsIT {

    @TempDir
    private Path directory;

    private final JobTable table = JobTables.inMemory();

    @AfterEach
    void close() {
        table.close();
    }

    @Test
    void all_of_a_gang_run_at_the_same_time_and_succeed_together() throws Exception {
        try (TestRun run = run(RunRules.DEFAULT)) {
            List<FakeHost> hosts = holding(run, "a", "b", "c");
            CompletableFuture<Outcomes> outcomes = run.begin("step", gang("g", "a", "b", "c"));
            List<FakeHost.FakeSlot> programs = programs(hosts);
            assertThat(programs.get(0).script).contains("PIPELINE_GANG_RANK").contains("PIPELINE_GANG_SIZE");
            programs.get(1).end(0);
            await().until(() -> programs.get(1).settled.isEmpty());
            assertThat(statuses()).as("none is done before all are").containsOnly(JobStatus.RESERVED);
            programs.get(0).end(0);
            programs.get(2).end(0);
            assertThat(outcomes.get()).hasSize(3).allMatch(Outcome::isSuccess);
        }
        try (TestRun again = run(RunRules.DEFAULT)) {
            assertThat(again.run("step", gang("g", "a", "b", "c"))).allMatch(Outcome::isSuccess);
            assertThat(again.transport.host("a").runs).as("a gang that is done").hasValue(0);
        }
    }

    @Test
    void one_that_fails_ends_the_others_and_their_ends_say_because_of_whom() throws Exception {
        try (TestRun run = run(RunRules.DEFAULT)) {
            List<FakeHost> hosts = holding(run, "a", "b", "c");
            CompletableFuture<Outcomes> outcomes = run.begin("step", gang("g", "a", "b", "c"));
            List<FakeHost.FakeSlot> programs = programs(hosts);
            programs.get(1).end(0);
            programs.get(2).end(3);
            assertThat(outcomes.get()).extracting(Outcome::state).containsOnly(State.FAILED);
            assertThat(programs.get(0).isKilled).isTrue();
            assertThat(outcomes.get())
                    .extracting(outcome -> outcome.failure().orElseThrow().kind())
                    .containsOnly(FailureKind.PROGRAM);
            assertThat(outcomes.get().get(2).message()).isEqualTo("exit code 3");
            assertThat(outcomes.get().subList(0, 2))
                    .extracting(Outcome::message)
                    .containsOnly("member 2 of gang g (job 3 on c) failed: exit code 3, so all of the gang were ended");
        }
        assertThat(statuses()).containsOnly(JobStatus.ERROR);
    }

    @Test
    void what_one_of_a_gang_leaves_out_all_do() throws Exception {
        List<ComputeJob> jobs =
                gang("g", "a", "b").stream().map(job -> job.skipExit(42)).toList();
        try (TestRun run = run(RunRules.DEFAULT)) {
            List<FakeHost> hosts = holding(run, "a", "b");
            CompletableFuture<Outcomes> outcomes = run.begin("step", jobs);
            programs(hosts).get(1).end(42);
            assertThat(outcomes.get()).extracting(Outcome::state).containsOnly(State.SKIPPED);
        }
        try (TestRun again = run(RunRules.DEFAULT)) {
            assertThat(again.run("step", jobs)).extracting(Outcome::state).containsOnly(State.SKIPPED);
            assertThat(again.transport.host("a").runs).hasValue(0);
        }
    }

    @Test
    void a_gang_is_tried_again_as_a_whole() throws Exception {
        try (TestRun run = run(TestRun.retrying(1))) {
            List<FakeHost> hosts = holding(run, "a", "b");
            CompletableFuture<Outcomes> outcomes = run.begin("step", gang("g", "a", "b"));
            programs(hosts).get(1).end(1);
            List<FakeHost.FakeSlot> second = programs(hosts);
            second.forEach(program -> program.end(0));
            assertThat(outcomes.get()).allMatch(Outcome::isSuccess);
            assertThat(hosts).allMatch(host -> host.runs.get() == 2);
        }
    }

    @Test
    void a_gang_waits_until_all_its_hosts_have_room_and_keeps_others_from_going_before_it() throws Exception {
        try (TestRun run = run(RunRules.DEFAULT)) {
            List<FakeHost> hosts = holding(run, "a", "b");
            CompletableFuture<Outcomes> busy = run.begin("busy", jobs("a", 4));
            await().until(() -> hosts.get(0).held.size() == 2);
            CompletableFuture<Outcomes> outcomes = run.begin("gang", gang("g", "a", "b"));
            await().until(() -> run.transport.host("b").slots.size() == 1);
            hosts.get(0).held.take().end(0);
            List<FakeHost.FakeSlot> programs =
                    List.of(next(hosts.get(1)), hosts.get(0).held.take());
            assertThat(hosts.get(0).runs).as("of 4 jobs, and the gang").hasValue(3);
            programs.forEach(program -> program.end(0));
            hosts.get(0).holdsJobs = false;
            Stream.generate(() -> hosts.get(0).held.poll())
                    .takeWhile(slot -> slot != null)
                    .forEach(slot -> slot.end(0));
            assertThat(outcomes.get()).allMatch(Outcome::isSuccess);
            await().until(() -> {
                FakeHost.FakeSlot left = hosts.get(0).held.poll();
                if (left != null) {
                    left.end(0);
                }
                return busy.isDone();
            });
        }
    }

    @Test
    void gangs_that_want_the_same_hosts_do_not_wait_for_each_other() throws Exception {
        try (TestRun run = run(RunRules.DEFAULT)) {
            List<ComputeJob> all = Stream.of("p", "q", "r", "s", "t", "u")
                    .flatMap(name ->
                            (name.compareTo("r") < 0 ? gang(name, "a", "b", "c") : gang(name, "c", "b", "a")).stream())
                    .toList();
            assertThat(run.dispatcher.run("step", all, 1, JobListener.NONE, Provenance.NONE))
                    .hasSize(18)
                    .allMatch(Outcome::isSuccess);
            assertThat(run.transport.host("a").mostRunning).hasValue(1);
        }
    }

    @Test
    void a_host_that_is_down_parks_the_whole_gang_and_nothing_of_it_starts() throws Exception {
        try (TestRun run = run(RunRules.DEFAULT)) {
            run.transport.host("b").allowed = 0;
            Outcomes outcomes = run.run("step", gang("g", "a", "b", "c"));
            assertThat(outcomes).extracting(Outcome::state).containsOnly(State.PARKED);
            assertThat(outcomes)
                    .extracting(Outcome::message)
                    .allMatch(message -> message.contains("b: nobody answers"));
            assertThat(run.transport.host("a").runs).hasValue(0);
            assertThat(run.transport.host("c").runs).hasValue(0);
        }
        assertThat(statuses()).containsOnly(JobStatus.PENDING);
        try (TestRun next = run(RunRules.DEFAULT)) {
            assertThat(next.run("step", gang("g", "a", "b", "c"))).allMatch(Outcome::isSuccess);
        }
    }

    @Test
    void a_gang_that_lost_one_job_to_another_program_is_run_again_as_a_whole_by_the_next_run() throws Exception {
        try (TestRun run = run(RunRules.DEFAULT)) {
            assertThat(run.run("step", gang("g", "a", "b"))).allMatch(Outcome::isSuccess);
        }
        List<ComputeJob> changed = Gang.of(
                        "g", ComputeJob.command("a", "true", "0"), List.of(ComputeJob.command("b", "other")))
                .jobs();
        try (TestRun run = run(RunRules.DEFAULT)) {
            assertThat(run.run("step", changed)).allMatch(Outcome::isSuccess);
            assertThat(run.transport.host("a").runs)
                    .as("whose job is as it was")
                    .hasValue(1);
        }
    }

    @Test
    void a_gang_of_another_size_is_another_gang() throws Exception {
        try (TestRun run = run(RunRules.DEFAULT)) {
            assertThat(run.run("step", gang("g", "a", "b", "c"))).allMatch(Outcome::isSuccess);
        }
        try (TestRun run = run(RunRules.DEFAULT)) {
            assertThat(run.run("step", gang("g", "a", "b"))).allMatch(Outcome::isSuccess);
            assertThat(run.transport.host("a").runs).hasValue(1);
            assertThat(run.transport.host("b").runs).hasValue(1);
        }
    }

    @Test
    void a_gang_larger_than_its_hosts_hold_at_once_is_refused_before_anything_starts() throws Exception {
        try (TestRun run = run(RunRules.DEFAULT)) {
            assertThatThrownBy(() -> run.run("step", gang("g", "a", "a", "a")))
                    .isInstanceOf(OversizedGangException.class)
                    .hasMessage(
                            "gang g is larger than its hosts can hold at once: 3 of its jobs are for a, where at most 2 run"
                                    + " at a time; use -p 3 or max_per_node in [remote], or other hosts; nothing was started");
            List<ComputeJob> limited = Gang.of(
                            "g",
                            ComputeJob.command("a", "true").limit("io", 1),
                            List.of(ComputeJob.command("a", "false").limit("io", 1)))
                    .jobs();
            assertThatThrownBy(() -> run.run("step", limited))
                    .isInstanceOf(OversizedGangException.class)
                    .hasMessageContaining("more than 1 of its jobs on a count in the limit io");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> run.run("step", gang("g", "a", "b").subList(0, 1)))
                    .withMessageContaining("all of a gang must be given to one call");
            assertThat(run.transport.host("a").requests).hasValue(0);
        }
        assertThat(statuses()).isEmpty();
    }

    @Test
    void a_gang_that_needs_more_cores_than_a_host_says_it_has_fails_without_being_started() throws Exception {
        try (TestRun run = run(RunRules.DEFAULT)) {
            run.transport.host("a").answer = CompletableFuture.completedFuture("3 1G");
            List<ComputeJob> jobs = Gang.of(
                            "g",
                            ComputeJob.command("a", "true").cores(2),
                            List.of(ComputeJob.command("a", "false").cores(2)))
                    .jobs();
            Outcomes outcomes = run.run("step", jobs);
            assertThat(outcomes).extracting(Outcome::state).containsOnly(State.FAILED);
            assertThat(outcomes)
                    .extracting(Outcome::message)
                    .containsOnly("gang g needs more of a at once than it has");
            assertThat(run.transport.host("a").runs).hasValue(0);
        }
    }

    @Test
    void a_limit_of_started_jobs_leaves_a_gang_as_a_whole() throws Exception {
        try (TestRun run = run(TestRun.limited(true, OptionalInt.empty(), OptionalLong.of(2)))) {
            Outcomes outcomes = run.run("step", gang("g", "a", "b", "c"));
            assertThat(outcomes).extracting(Outcome::state).containsOnly(State.NOT_STARTED);
            assertThat(outcomes.stop()).isEqualTo(Outcomes.Stop.MAX_CALLS);
        }
        assertThat(statuses()).containsOnly(JobStatus.PENDING);
    }

    @Test
    void an_interrupted_run_ends_all_of_a_gang_and_none_is_called_done() throws Exception {
        try (TestRun run = run(RunRules.DEFAULT)) {
            List<FakeHost> hosts = holding(run, "a", "b");
            CompletableFuture<Outcomes> outcomes = run.begin("step", gang("g", "a", "b"));
            List<FakeHost.FakeSlot> programs = programs(hosts);
            programs.get(0).end(0);
            run.dispatcher.stop(StopMode.END, "interrupted");
            assertThat(outcomes.get()).extracting(Outcome::state).containsOnly(State.FAILED);
            assertThat(programs.get(1).isKilled).isTrue();
        }
        assertThat(statuses()).containsOnly(JobStatus.PENDING);
    }

    @Test
    void what_a_dead_master_left_of_a_gang_is_ended_and_the_gang_begins_anew() throws Exception {
        try (TestRun run = run(RunRules.DEFAULT)) {
            List<FakeHost> hosts = holding(run, "a", "b");
            CompletableFuture<Outcomes> unused = run.begin("step", gang("g", "a", "b"));
            programs(hosts);
            run.dispatcher.stop(StopMode.LEAVE, "gone");
        }
        SlotTrace trace = new SlotTrace("/slots/1", "token", null, null);
        try (TestRun next = run(RunRules.DEFAULT)) {
            next.transport.host("a").left = Map.of("1.1", trace);
            next.transport.host("b").left = Map.of("2.1", trace);
            assertThat(next.run("step", gang("g", "a", "b"))).allMatch(Outcome::isSuccess);
            assertThat(next.transport.host("a").killed).containsExactly(trace);
            assertThat(next.transport.host("b").killed).containsExactly(trace);
            assertThat(next.transport.host("a").followed)
                    .as("nobody goes on with it")
                    .isEmpty();
            assertThat(next.transport.host("a").runs).hasValue(1);
            assertThat(next.transport.host("b").runs).hasValue(1);
        }
    }

    @Test
    void of_two_masters_that_share_a_job_name_one_runs_the_gang_for_both() throws Exception {
        try (TestRun one = run(RunRules.DEFAULT);
                TestRun other = run(RunRules.DEFAULT)) {
            for (String host : List.of("a", "b", "c")) {
                one.holding(host);
                other.holding(host);
            }
            CompletableFuture<Outcomes> first = one.begin("step", gang("g", "a", "b", "c"));
            CompletableFuture<Outcomes> second = other.begin("step", gang("g", "a", "b", "c"));
            await().until(() -> running(one) + running(other) == 3);
            assertThat(running(one)).isIn(0, 3);
            for (String host : List.of("a", "b", "c")) {
                FakeHost busy = running(one) == 0 ? other.transport.host(host) : one.transport.host(host);
                busy.held.take().end(0);
            }
            assertThat(first.get()).allMatch(Outcome::isSuccess);
            assertThat(second.get()).allMatch(Outcome::isSuccess);
        }
    }

    private static int running(TestRun run) {
        return Stream.of("a", "b", "c")
                .mapToInt(host -> run.transport.host(host).runs.get())
                .sum();
    }

    private TestRun run(RunRules rules) throws Exception {
        return new TestRun(table, directory, rules);
    }

    private List<JobStatus> statuses() {
        return table.jobs(LongStream.rangeClosed(1, 100).boxed().toList()).stream()
                .map(row -> row.state().status())
                .toList();
    }

    private static List<ComputeJob> gang(String name, String... hosts) {
        List<ComputeJob> numbered = IntStream.range(0, hosts.length)
                .mapToObj(i -> ComputeJob.command(hosts[i], "true", name.equals("g") ? "" + i : name + i))
                .toList();
        return Gang.of(name, numbered.get(0), numbered.subList(1, hosts.length)).jobs();
    }

    private static List<ComputeJob> jobs(String host, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ComputeJob.command(host, "sleep", "" + i))
                .toList();
    }

    private static List<FakeHost> holding(TestRun run, String... hosts) {
        return Arrays.stream(hosts).map(run::holding).toList();
    }

    private static FakeHost.FakeSlot next(FakeHost host) throws InterruptedException {
        return host.held.take();
    }

    private static List<FakeHost.FakeSlot> programs(List<FakeHost> hosts) throws InterruptedException {
        List<FakeHost.FakeSlot> programs = new ArrayList<>();
        for (FakeHost host : hosts) {
            programs.add(next(host));
        }
        return programs;
    }
}
