package pipeline.dispatch.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pipeline.dispatch.FakeHost;
import pipeline.dispatch.FakeTransport;
import pipeline.job.ComputeJob;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.job.JobKey;
import pipeline.job.lifecycle.JobEvent;
import pipeline.remote.SlotOwner;
import pipeline.remote.SlotTrace;
import pipeline.store.Finish;
import pipeline.store.JobTable;
import pipeline.store.MemberRow;
import pipeline.store.NewJob;
import pipeline.store.NewMember;
import pipeline.store.ProcessIdentity;
import pipeline.store.Reservation;
import pipeline.store.StepName;
import pipeline.store.Submission;
import pipeline.store.query.QueryCondition;
import pipeline.store.settings.JobTables;
import pipeline.time.Scheduler;

/** What is removed of what an owner left on a host that ran jobs 1 to 3, when the run ends. */
class FormerSlotsTest {

    private static final ProcessIdentity HERE = ProcessIdentity.ofThisProcess();
    private static final ProcessIdentity DEAD =
            new ProcessIdentity(HERE.user(), HERE.machine(), HERE.bootId(), HERE.pid(), HERE.started() - 1);
    private static final ProcessIdentity ELSEWHERE = new ProcessIdentity("ann", "elsewhere", "another boot", 77, 1);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final JobTable table = JobTables.inMemory();
    private final FakeTransport transport = new FakeTransport();
    private final FakeHost host = transport.host("a");
    private final FormerSlots former = new FormerSlots();
    private long member;

    @BeforeEach
    void enter() throws Exception {
        member = enter(DEAD);
    }

    @AfterEach
    void close() {
        table.close();
    }

    @Test
    void a_slot_whose_jobs_are_all_over_in_the_table_goes_and_the_fence_of_its_dead_owner_too() {
        List<Reservation> jobs = reserve();
        end(jobs.get(0), new Finish.Succeeded(null));
        end(jobs.get(1), new Finish.Failed(new Failure(FailureKind.PROGRAM, 7, "exit code 7"), null));
        end(jobs.get(2), new Finish.Succeeded(null));
        table.leave(member);

        report(member);

        assertThat(host.forgotten).containsExactly(Map.entry(owner(member), true));
    }

    @Test
    void an_end_that_no_table_knows_is_kept() {
        List<Reservation> jobs = reserve();
        end(jobs.get(0), new Finish.Succeeded(null));
        table.freeOrphans(Duration.ZERO);

        report(member);

        assertThat(host.forgotten).isEmpty();
    }

    @Test
    void an_end_that_no_table_knows_is_kept_though_its_job_is_left_out() {
        reserve();
        table.freeOrphans(Duration.ZERO);
        table.change(JobEvent.IGNORE, QueryCondition.always(), "not now");

        report(member);

        assertThat(host.forgotten).isEmpty();
    }

    @Test
    void what_a_later_attempt_has_settled_is_of_no_use() throws Exception {
        reserve();
        table.freeOrphans(Duration.ZERO);
        long next = enter(DEAD);
        for (Reservation again : reserve(next)) {
            table.finishAndReserve(next, List.of(new Finish(again, new Finish.Succeeded(null), null)), List.of());
        }

        report(member);

        assertThat(host.forgotten).containsExactly(Map.entry(owner(member), true));
    }

    @Test
    void a_slot_whose_jobs_were_deleted_goes() {
        for (Reservation job : reserve()) {
            end(job, new Finish.Failed(new Failure(FailureKind.PROGRAM, 7, "exit code 7"), null));
        }
        table.leave(member);
        table.change(JobEvent.CLEAR, QueryCondition.always(), "");

        report(member);

        assertThat(host.forgotten).containsExactly(Map.entry(owner(member), true));
    }

    @Test
    void an_owner_that_lives_or_that_another_table_knows_is_left_alone() {
        reserve().forEach(job -> end(job, new Finish.Succeeded(null)));
        host.left = traces();
        former.reported("a", new SlotOwner("somebody-else", ""));
        former.reported("a", owner(member));

        remove();

        assertThat(host.forgotten).isEmpty();
    }

    @Test
    void the_fence_of_an_owner_on_another_machine_stays_since_nobody_knows_whether_its_process_is_dead()
            throws Exception {
        member = enter(ELSEWHERE);
        table.leave(member);

        former.reported("a", owner(member));
        remove();

        assertThat(host.forgotten).containsExactly(Map.entry(owner(member), false));
    }

    private long enter(ProcessIdentity process) throws Exception {
        return table.enter(
                new NewMember(NewMember.Kind.MASTER, "recipe", "job", "test", true, "", process, ""), Duration.ZERO);
    }

    private List<Reservation> reserve() {
        List<ComputeJob> jobs = Stream.of("1", "2", "3")
                .map(word -> ComputeJob.command("a", "true", word))
                .toList();
        List<JobKey> keys = JobKey.ofEach(jobs);
        table.submit(new Submission(
                new StepName("recipe", "job", "1"),
                member,
                Duration.ZERO,
                Stream.of(0, 1, 2)
                        .map(i -> new NewJob(jobs.get(i), keys.get(i), 5, null))
                        .toList()));
        return reserve(member);
    }

    private List<Reservation> reserve(long by) {
        return table.finishAndReserve(by, List.of(), List.of(1L, 2L, 3L)).reserved().stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private void end(Reservation job, Finish.How how) {
        table.finishAndReserve(member, List.of(new Finish(job, how, null)), List.of());
    }

    private SlotOwner owner(long of) {
        return table.members(true).stream()
                .filter(row -> row.id() == of)
                .map(MemberRow::uuid)
                .map(uuid -> new SlotOwner(uuid, ""))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, SlotTrace> traces() {
        return Stream.of("1.1", "2.1", "3.1")
                .collect(Collectors.toMap(id -> id, id -> new SlotTrace("/slot", "token", null, null)));
    }

    private void report(long of) {
        host.left = traces();
        former.reported("a", owner(of));
        remove();
    }

    private void remove() {
        former.removeSettled(table, transport, LIMIT, Scheduler.system());
    }
}
