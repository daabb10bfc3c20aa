package pipeline.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pipeline.store.sql.TableSamples.A_MINUTE;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.AttemptRow;
import pipeline.store.Finish;
import pipeline.store.HeartbeatReply;
import pipeline.store.JobNameInUseException;
import pipeline.store.JobRow;
import pipeline.store.MemberRow;
import pipeline.store.NewMember;
import pipeline.store.ProcessIdentity;
import pipeline.store.Reservation;
import pipeline.store.query.QueryCondition;

/** What every store keeps to of masters and workers: who lives, who is dead, and what becomes of what they had. */
abstract class MemberRegistryContract extends JobTableContract {

    private static final ProcessIdentity ELSEWHERE = new ProcessIdentity("ann", "elsewhere", "another boot", 77, 1);

    private long me;

    @BeforeEach
    void enter_a_member() {
        me = samples.member();
    }

    @Test
    void a_second_master_is_refused_while_the_first_lives_unless_it_shares() throws Exception {
        NewMember alone = new NewMember(
                NewMember.Kind.MASTER,
                "calibrate",
                "night",
                "pipeline",
                false,
                "",
                ProcessIdentity.ofThisProcess(),
                "");
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
                NewMember.Kind.MASTER, "calibrate", "night", "pipeline", true, "", ProcessIdentity.ofThisProcess(), "");
        assertThatThrownBy(() -> table.enter(sharing, A_MINUTE))
                .isInstanceOf(JobNameInUseException.class)
                .hasMessageContaining("night is in use: ann on elsewhere (pid 77)")
                .hasMessageContaining("without --share")
                .hasMessageEndingWith("start both with --share to work on the same jobs together");
        assertThat(table.members(false)).hasSize(1);
    }

    @Test
    void a_process_of_this_machine_that_is_there_is_not_dead_however_long_it_was_silent() {
        long job = samples.submit(me, 1).get(0).id();
        Reservation reservation = samples.reserve(me, job).orElseThrow();
        pause();
        assertThat(table.freeOrphans(Duration.ofMillis(1))).isZero();
        samples.member(NewMember.Kind.WORKER, true, ELSEWHERE);
        assertThat(table.heartbeat(me)).isEqualTo(HeartbeatReply.LIVE);
        assertThat(samples.finish(me, reservation, new Finish.Succeeded(null))).isTrue();
    }

    @Test
    void nobody_finds_itself_dead_though_its_machine_cannot_say_that_it_lives() {
        long silent = samples.member(NewMember.Kind.MASTER, true, ELSEWHERE);
        long other = samples.member(NewMember.Kind.MASTER, true, ELSEWHERE);
        long job = samples.submit(silent, 1).get(0).id();
        assertThat(samples.reserve(silent, job)).isPresent();
        pause();
        assertThat(table.freeOrphans(silent, Duration.ofMillis(1))).isZero();
        assertThat(table.heartbeat(silent)).isEqualTo(HeartbeatReply.LIVE);
        assertThat(table.heartbeat(other)).isEqualTo(HeartbeatReply.DECLARED_DEAD);
    }

    @Test
    void a_worker_never_stands_in_a_masters_way() throws Exception {
        table.leave(me);
        samples.member(NewMember.Kind.WORKER, true, ELSEWHERE);
        NewMember alone = new NewMember(
                NewMember.Kind.MASTER,
                "calibrate",
                "night",
                "pipeline",
                false,
                "",
                ProcessIdentity.ofThisProcess(),
                "");
        assertThat(table.enter(alone, A_MINUTE)).isPositive();
    }

    @Test
    void a_member_that_leaves_gives_back_what_it_has() {
        List<JobRow> rows = samples.submit(me, 3);
        rows.forEach(row -> assertThat(samples.reserve(me, row.id())).isPresent());
        table.leave(me);
        assertThat(table.count(QueryCondition.always())).isEqualTo(Map.of(JobStatus.PENDING, 3L));
        assertThat(table.attempts(rows.get(0).id()))
                .extracting(AttemptRow::ending)
                .containsExactly(AttemptRow.AttemptEnd.RELEASED);
        assertThat(table.members(false)).isEmpty();
        assertThat(table.members(true)).extracting(MemberRow::id).containsExactly(me);
    }

    @Test
    void a_silent_owner_loses_its_jobs_which_keep_what_they_were() {
        long silent = samples.member(NewMember.Kind.MASTER, true, ELSEWHERE);
        JobRow before = samples.submit(silent, 1).get(0);
        table.setPriority(1, QueryCondition.always());
        Reservation old = samples.reserve(silent, before.id()).orElseThrow();
        assertThat(table.freeOrphans(A_MINUTE)).isZero();
        pause();
        assertThat(table.freeOrphans(Duration.ofMillis(1))).isEqualTo(1);
        JobRow after = table.get(before.id()).orElseThrow();
        assertThat(after.state().status()).isEqualTo(JobStatus.PENDING);
        assertThat(after.state().created()).isEqualTo(before.state().created());
        assertThat(after.priority()).isEqualTo(1);
        assertThat(after.attempts()).isEqualTo(1);
        assertThat(table.attempts(before.id()))
                .extracting(AttemptRow::ending)
                .containsExactly(AttemptRow.AttemptEnd.LOST);
        long other = samples.member();
        Reservation current = samples.reserve(other, before.id()).orElseThrow();
        assertThat(samples.finish(silent, old, new Finish.Succeeded("late"))).isFalse();
        assertThat(samples.reserve(silent, before.id())).isEmpty();
        assertThat(table.heartbeat(silent)).isEqualTo(HeartbeatReply.DECLARED_DEAD);
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
        long job = samples.submit(gone, 1).get(0).id();
        samples.member();
        assertThat(samples.reserve(gone, job)).isEmpty();
        assertThat(table.freeOrphans(Duration.ZERO)).isZero();
        assertThat(table.members(false)).extracting(MemberRow::id).doesNotContain(gone);
    }

    @Test
    void a_member_that_was_asked_to_end_learns_it_at_its_next_heartbeat() {
        assertThat(table.heartbeat(me)).isEqualTo(HeartbeatReply.LIVE);
        assertThat(table.askToEnd(List.of(me))).isEqualTo(1);
        assertThat(table.askToEnd(List.of(me))).isZero();
        assertThat(table.heartbeat(me)).isEqualTo(HeartbeatReply.ASKED_TO_END);
        assertThat(table.heartbeat(me)).isEqualTo(HeartbeatReply.ASKED_TO_END);
    }
}
