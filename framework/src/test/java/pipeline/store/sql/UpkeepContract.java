package pipeline.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static pipeline.store.sql.TableSamples.A_MINUTE;
import static pipeline.store.sql.TableSamples.failed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pipeline.job.JobEvent;
import pipeline.job.JobStatus;
import pipeline.store.AttemptRow;
import pipeline.store.ChangeResult;
import pipeline.store.DrainedHost;
import pipeline.store.Finish;
import pipeline.store.HeartbeatReply;
import pipeline.store.JobNameInUseException;
import pipeline.store.JobRow;
import pipeline.store.JobTable;
import pipeline.store.LeftPendingReason;
import pipeline.store.MemberRow;
import pipeline.store.NewMember;
import pipeline.store.ProcessIdentity;
import pipeline.store.Progress;
import pipeline.store.Reservation;
import pipeline.store.RetentionLimits;
import pipeline.store.query.Condition;
import pipeline.store.query.JobFields;

/** What every store keeps to: what people may do to jobs, who works on them, and what becomes of those left behind. */
abstract class UpkeepContract {

    private static final ProcessIdentity ELSEWHERE = new ProcessIdentity("ann", "elsewhere", "another boot", 77, 1);

    private JobTable table;
    private TableSamples samples;
    private long me;

    abstract JobTable open() throws Exception;

    @BeforeEach
    void open_table() throws Exception {
        table = open();
        samples = new TableSamples(table);
        me = samples.member();
    }

    @AfterEach
    void close_table() {
        table.close();
    }

    /** Makes one job in each status. */
    private Map<JobStatus, Long> oneOfEach() {
        List<JobRow> rows = samples.enroll(me, JobStatus.values().length);
        Map<JobStatus, Long> jobs = new EnumMap<>(JobStatus.class);
        for (JobStatus status : JobStatus.values()) {
            jobs.put(status, rows.get(jobs.size()).id());
        }
        assertThat(samples.reserve(me, jobs.get(JobStatus.RESERVED))).isPresent();
        end(jobs.get(JobStatus.SUCCESS), new Finish.Succeeded("1"));
        end(jobs.get(JobStatus.ERROR), failed("no"));
        table.change(JobEvent.IGNORE, Condition.equal(JobFields.JOB_ID, jobs.get(JobStatus.IGNORE)), "broken");
        return jobs;
    }

    private void end(long job, Finish.How how) {
        samples.finish(me, samples.reserve(me, job).orElseThrow(), how);
    }

    private Optional<JobStatus> status(long job) {
        return table.get(job).map(row -> row.state().status());
    }

    @Test
    void people_change_jobs_as_the_life_of_a_job_allows_and_nothing_else() {
        for (JobEvent event : List.of(JobEvent.RETRY, JobEvent.IGNORE, JobEvent.CLEAR, JobEvent.PURGE)) {
            Map<JobStatus, Long> jobs = oneOfEach();
            ChangeResult change = table.change(event, Condition.always(), "why");
            assertThat(change.changed()).as("%s", event).isEqualTo(event.from().size());
            Set<JobStatus> refused = new HashSet<>(Set.of(JobStatus.values()));
            refused.removeAll(event.from());
            assertThat(change.refused().keySet()).as("%s", event).isEqualTo(refused);
            jobs.forEach((status, job) -> assertThat(status(job))
                    .as("%s of a job that was %s", event, status)
                    .isEqualTo(event.from().contains(status) ? Optional.ofNullable(event.to()) : Optional.of(status)));
            table.leave(me);
            me = samples.member();
            table.change(JobEvent.IGNORE, Condition.always(), "");
            table.change(JobEvent.PURGE, Condition.always(), "");
        }
    }

    @Test
    void a_retried_job_is_pending_again_keeps_its_attempts_and_says_when() {
        long job = oneOfEach().get(JobStatus.ERROR);
        table.change(JobEvent.RETRY, Condition.equal(JobFields.JOB_ID, job), "");
        JobRow row = table.get(job).orElseThrow();
        assertThat(row.state().resubmitted()).isNotNull();
        assertThat(row.ending()).isNull();
        assertThat(row.attempts()).isEqualTo(1);
        assertThat(table.attempts(job)).extracting(AttemptRow::message).containsExactly("no");
        assertThat(samples.reserve(me, job).orElseThrow().attempt()).isEqualTo(2);
    }

    @Test
    void an_ignored_job_says_why_and_is_not_reserved() {
        long job = oneOfEach().get(JobStatus.IGNORE);
        assertThat(table.get(job).orElseThrow().state().reason()).isEqualTo("broken");
        assertThat(samples.reserve(me, job)).isEmpty();
    }

    @Test
    void what_is_deleted_takes_its_attempts_along() {
        long job = oneOfEach().get(JobStatus.ERROR);
        table.change(JobEvent.CLEAR, Condition.always(), "");
        assertThat(table.get(job)).isEmpty();
        assertThat(table.attempts(job)).isEmpty();
        assertThat(samples.enroll(me, 5)).hasSize(5);
    }

    @Test
    void a_refresh_drops_only_what_is_old_unwanted_and_within() {
        List<JobRow> rows = samples.enroll(me, 10);
        samples.reserve(me, rows.get(9).id());
        Set<String> wanted = Set.of(rows.get(0).key().hash(), rows.get(1).key().hash());
        assertThat(table.drop(samples.step(), wanted, Duration.ofHours(1), Condition.always()))
                .isZero();
        Condition lce005 = Condition.equal(JobFields.HOST, "lce005");
        pause();
        assertThat(table.drop(samples.step(), wanted, Duration.ZERO, lce005)).isEqualTo(1);
        assertThat(table.drop(samples.step(), wanted, Duration.ZERO, Condition.always()))
                .isEqualTo(6);
        assertThat(table.count(Condition.always())).isEqualTo(Map.of(JobStatus.PENDING, 2L, JobStatus.RESERVED, 1L));
    }

    @Test
    void retention_takes_the_oldest_that_are_finished_and_nothing_else() {
        List<JobRow> rows = samples.enroll(me, 8);
        for (int i = 0; i < 6; i++) {
            end(rows.get(i).id(), new Finish.Succeeded("x".repeat(1000)));
        }
        pause();
        assertThat(table.prune(new RetentionLimits(Optional.of(A_MINUTE), OptionalLong.empty(), OptionalLong.empty())))
                .isZero();
        assertThat(table.prune(new RetentionLimits(Optional.empty(), OptionalLong.of(4), OptionalLong.empty())))
                .isEqualTo(2);
        assertThat(table.jobs(rows.stream().map(JobRow::id).toList()))
                .extracting(JobRow::position)
                .containsExactly(2, 3, 4, 5, 6, 7);
        assertThat(table.prune(new RetentionLimits(Optional.empty(), OptionalLong.empty(), OptionalLong.of(5000))))
                .isBetween(1L, 3L);
        assertThat(table.prune(new RetentionLimits(
                        Optional.of(Duration.ofMillis(1)), OptionalLong.empty(), OptionalLong.empty())))
                .isPositive();
        assertThat(table.count(Condition.always())).isEqualTo(Map.of(JobStatus.PENDING, 2L));
        assertThat(table.prune(RetentionLimits.UNLIMITED)).isZero();
    }

    @Test
    void many_jobs_are_changed_and_deleted_one_portion_after_the_other() {
        List<JobRow> rows = samples.enroll(me, 2500);
        assertThat(table.setPriority(7, Condition.always())).isEqualTo(2500);
        assertThat(table.change(JobEvent.IGNORE, Condition.always(), "all of them")
                        .changed())
                .isEqualTo(2500);
        table.change(
                JobEvent.RETRY, Condition.equal(JobFields.JOB_ID, rows.get(0).id()), "");
        ChangeResult purged = table.change(JobEvent.PURGE, Condition.equal(JobFields.PRIORITY, 7L), "");
        assertThat(purged.changed()).isEqualTo(2499);
        assertThat(purged.refused()).isEqualTo(Map.of(JobStatus.PENDING, 1L));
        assertThat(table.count(Condition.always())).isEqualTo(Map.of(JobStatus.PENDING, 1L));
    }

    @Test
    void a_table_is_compacted_and_keeps_what_it_has() {
        Map<JobStatus, Long> jobs = oneOfEach();
        table.compact();
        assertThat(table.size()).isPositive();
        jobs.forEach((status, job) -> assertThat(status(job)).contains(status));
        assertThat(samples.reserve(me, jobs.get(JobStatus.PENDING))).isPresent();
    }

    /** Lets the store's clock go on by more than a millisecond. */
    private void pause() {
        Instant before = table.now();
        await().until(() -> table.now().isAfter(before.plusMillis(2)));
    }

    @Test
    void a_second_master_is_refused_while_the_first_lives_unless_it_shares() throws Exception {
        NewMember alone = new NewMember(
                NewMember.Kind.MASTER, "calibrate", "night", "pipeline", false, "", ProcessIdentity.ofThisProcess());
        assertThatThrownBy(() -> table.enter(alone, A_MINUTE))
                .isInstanceOf(JobNameInUseException.class)
                .hasMessageContaining("night is in use")
                .hasMessageContaining("--share");
        samples.member();
        table.members(false).forEach(member -> table.leave(member.id()));
        assertThat(table.enter(alone, A_MINUTE)).isPositive();
    }

    @Test
    void a_master_that_shares_is_refused_beside_one_that_does_not() throws Exception {
        table.leave(me);
        samples.member(NewMember.Kind.MASTER, false, ELSEWHERE);
        NewMember sharing = new NewMember(
                NewMember.Kind.MASTER, "calibrate", "night", "pipeline", true, "", ProcessIdentity.ofThisProcess());
        assertThatThrownBy(() -> table.enter(sharing, A_MINUTE))
                .isInstanceOf(JobNameInUseException.class)
                .hasMessageContaining("night is in use: ann on elsewhere (pid 77)")
                .hasMessageContaining("without --share")
                .hasMessageEndingWith("start both with --share to work on the same jobs together");
        assertThat(table.members(false)).hasSize(1);
    }

    @Test
    void a_process_of_this_machine_that_is_there_is_not_dead_however_long_it_was_silent() {
        long job = samples.enroll(me, 1).get(0).id();
        Reservation reservation = samples.reserve(me, job).orElseThrow();
        pause();
        assertThat(table.freeOrphans(Duration.ofMillis(1))).isZero();
        samples.member(NewMember.Kind.WORKER, true, ELSEWHERE);
        assertThat(table.beat(me)).isEqualTo(HeartbeatReply.LIVE);
        assertThat(samples.finish(me, reservation, new Finish.Succeeded(null))).isTrue();
    }

    @Test
    void nobody_finds_itself_dead_though_its_machine_cannot_say_that_it_lives() {
        long silent = samples.member(NewMember.Kind.MASTER, true, ELSEWHERE);
        long other = samples.member(NewMember.Kind.MASTER, true, ELSEWHERE);
        long job = samples.enroll(silent, 1).get(0).id();
        assertThat(samples.reserve(silent, job)).isPresent();
        pause();
        assertThat(table.freeOrphans(silent, Duration.ofMillis(1))).isZero();
        assertThat(table.beat(silent)).isEqualTo(HeartbeatReply.LIVE);
        assertThat(table.beat(other)).isEqualTo(HeartbeatReply.DECLARED_DEAD);
    }

    @Test
    void a_worker_never_stands_in_a_masters_way() throws Exception {
        table.leave(me);
        samples.member(NewMember.Kind.WORKER, true, ELSEWHERE);
        NewMember alone = new NewMember(
                NewMember.Kind.MASTER, "calibrate", "night", "pipeline", false, "", ProcessIdentity.ofThisProcess());
        assertThat(table.enter(alone, A_MINUTE)).isPositive();
    }

    @Test
    void whoever_leaves_gives_back_what_it_has() {
        List<JobRow> rows = samples.enroll(me, 3);
        rows.forEach(row -> assertThat(samples.reserve(me, row.id())).isPresent());
        table.leave(me);
        assertThat(table.count(Condition.always())).isEqualTo(Map.of(JobStatus.PENDING, 3L));
        assertThat(table.attempts(rows.get(0).id()))
                .extracting(AttemptRow::ending)
                .containsExactly(AttemptRow.Ending.RELEASED);
        assertThat(table.members(false)).isEmpty();
        assertThat(table.members(true)).extracting(MemberRow::id).containsExactly(me);
    }

    @Test
    void a_silent_owner_loses_its_jobs_which_keep_what_they_were() {
        long silent = samples.member(NewMember.Kind.MASTER, true, ELSEWHERE);
        JobRow before = samples.enroll(silent, 1).get(0);
        table.setPriority(1, Condition.always());
        Reservation old = samples.reserve(silent, before.id()).orElseThrow();
        assertThat(table.freeOrphans(A_MINUTE)).isZero();
        pause();
        assertThat(table.freeOrphans(Duration.ofMillis(1))).isEqualTo(1);
        JobRow after = table.get(before.id()).orElseThrow();
        assertThat(after.state().status()).isEqualTo(JobStatus.PENDING);
        assertThat(after.state().created()).isEqualTo(before.state().created());
        assertThat(after.priority()).isEqualTo(1);
        assertThat(after.attempts()).isEqualTo(1);
        assertThat(table.attempts(before.id())).extracting(AttemptRow::ending).containsExactly(AttemptRow.Ending.LOST);
        long other = samples.member();
        Reservation current = samples.reserve(other, before.id()).orElseThrow();
        assertThat(samples.finish(silent, old, new Finish.Succeeded("late"))).isFalse();
        assertThat(samples.reserve(silent, before.id())).isEmpty();
        assertThat(table.beat(silent)).isEqualTo(HeartbeatReply.DECLARED_DEAD);
        assertThat(samples.finish(other, current, new Finish.Succeeded("right")))
                .isTrue();
        assertThat(table.get(before.id()).orElseThrow().ending().result()).isEqualTo("right");
    }

    @Test
    void an_owner_of_this_machine_whose_process_is_gone_loses_its_jobs_at_once() {
        ProcessIdentity here = ProcessIdentity.ofThisProcess();
        ProcessIdentity earlier =
                new ProcessIdentity(here.user(), here.machine(), here.bootId(), here.pid(), here.started() - 1);
        long gone = samples.member(NewMember.Kind.WORKER, true, earlier);
        long job = samples.enroll(gone, 1).get(0).id();
        samples.member();
        assertThat(samples.reserve(gone, job)).isEmpty();
        assertThat(table.freeOrphans(Duration.ZERO)).isZero();
        assertThat(table.members(false)).extracting(MemberRow::id).doesNotContain(gone);
    }

    @Test
    void a_member_that_was_asked_to_end_learns_it_at_its_next_heartbeat() {
        assertThat(table.beat(me)).isEqualTo(HeartbeatReply.LIVE);
        assertThat(table.askToEnd(List.of(me))).isEqualTo(1);
        assertThat(table.askToEnd(List.of(me))).isZero();
        assertThat(table.beat(me)).isEqualTo(HeartbeatReply.ASKED_TO_END);
        assertThat(table.beat(me)).isEqualTo(HeartbeatReply.ASKED_TO_END);
    }

    @Test
    void parked_jobs_are_pending_with_a_reason_until_they_run() {
        List<Long> jobs = new ArrayList<>();
        samples.enroll(me, 2).forEach(row -> jobs.add(row.id()));
        assertThat(table.park(jobs, "lce001 is down")).isEqualTo(2);
        assertThat(table.get(jobs.get(0)).orElseThrow().state().reason()).isEqualTo("lce001 is down");
        assertThat(table.progress(Condition.always()))
                .extracting(Progress::parked)
                .containsExactly(2L);
        assertThat(table.park(jobs.subList(1, 2), LeftPendingReason.of("interrupted")))
                .isEqualTo(1);
        assertThat(table.progress(Condition.always()))
                .as("what a run left waits for no host")
                .extracting(Progress::parked)
                .containsExactly(1L);
        end(jobs.get(0), new Finish.Succeeded(null));
        assertThat(table.get(jobs.get(0)).orElseThrow().state().reason()).isEmpty();
        assertThat(table.park(jobs, "")).isEqualTo(1);
    }

    @Test
    void hosts_are_drained_for_one_job_name_or_all_until_they_are_undrained() {
        Instant before = table.now();
        assertThat(table.drains()).isEmpty();
        assertThat(table.drain(List.of("b", "a", "b"), "", ELSEWHERE, "new disk"))
                .isEqualTo(2);
        assertThat(table.drain(List.of("a"), "night", ELSEWHERE, "")).isEqualTo(1);
        assertThat(table.drain(List.of("b"), "", ELSEWHERE, "old disk"))
                .as("what is said again takes the place of what was said")
                .isEqualTo(1);
        assertThat(table.drains())
                .extracting(DrainedHost::host, DrainedHost::jobName, DrainedHost::text)
                .containsExactly(
                        tuple("a", "", "drained by ann: new disk"),
                        tuple("a", "night", "drained by ann"),
                        tuple("b", "", "drained by ann: old disk"));
        assertThat(table.drains()).allSatisfy(drain -> {
            assertThat(drain.machine()).isEqualTo("elsewhere");
            assertThat(drain.since()).isBetween(before, table.now());
        });
        assertThat(table.undrain(List.of("a", "c"), "")).isEqualTo(1);
        assertThat(table.drains()).extracting(drain -> drain.isFor("night")).containsExactly(true, true);
        assertThat(table.drains()).extracting(drain -> drain.isFor("day")).containsExactly(false, true);
    }
}
