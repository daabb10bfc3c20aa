package pipeline.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static pipeline.store.sql.TableSamples.A_MINUTE;
import static pipeline.store.sql.TableSamples.failed;
import static pipeline.store.sql.TableSamples.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pipeline.job.lifecycle.JobEvent;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.AttemptRow;
import pipeline.store.ChangeResult;
import pipeline.store.DrainedHost;
import pipeline.store.Finish;
import pipeline.store.JobRow;
import pipeline.store.ProcessIdentity;
import pipeline.store.RetentionLimits;
import pipeline.store.StepName;
import pipeline.store.StepRecord;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;

/** What every store keeps to of changes by people, refreshes and retention. */
abstract class JobChangesContract extends JobTableContract {

    private static final ProcessIdentity ELSEWHERE = new ProcessIdentity("ann", "elsewhere", "another boot", 77, 1);

    private long me;

    @BeforeEach
    void enter_a_member() {
        me = samples.member();
    }

    /** Makes one job in each status. */
    private Map<JobStatus, Long> oneOfEach() {
        List<JobRow> rows = samples.submit(me, JobStatus.values().length);
        Map<JobStatus, Long> jobs = new EnumMap<>(JobStatus.class);
        for (JobStatus status : JobStatus.values()) {
            jobs.put(status, rows.get(jobs.size()).id());
        }
        assertThat(samples.reserve(me, jobs.get(JobStatus.RESERVED))).isPresent();
        end(jobs.get(JobStatus.SUCCESS), new Finish.Succeeded("1"));
        end(jobs.get(JobStatus.ERROR), failed("no"));
        table.change(JobEvent.IGNORE, QueryCondition.equal(JobFields.JOB_ID, jobs.get(JobStatus.IGNORE)), "broken");
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
            ChangeResult change = table.change(event, QueryCondition.always(), "why");
            assertThat(change.changed()).as("%s", event).isEqualTo(event.from().size());
            Set<JobStatus> refused = new HashSet<>(Set.of(JobStatus.values()));
            refused.removeAll(event.from());
            assertThat(change.refused().keySet()).as("%s", event).isEqualTo(refused);
            jobs.forEach((status, job) -> assertThat(status(job))
                    .as("%s of a job that was %s", event, status)
                    .isEqualTo(event.from().contains(status) ? Optional.ofNullable(event.to()) : Optional.of(status)));
            table.leave(me);
            me = samples.member();
            table.change(JobEvent.IGNORE, QueryCondition.always(), "");
            table.change(JobEvent.PURGE, QueryCondition.always(), "");
        }
    }

    @Test
    void a_retried_job_is_pending_again_keeps_its_attempts_and_says_when() {
        long job = oneOfEach().get(JobStatus.ERROR);
        table.change(JobEvent.RETRY, QueryCondition.equal(JobFields.JOB_ID, job), "");
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
        table.change(JobEvent.CLEAR, QueryCondition.always(), "");
        assertThat(table.get(job)).isEmpty();
        assertThat(table.attempts(job)).isEmpty();
        assertThat(samples.submit(me, 5)).hasSize(5);
    }

    @Test
    void a_refresh_drops_only_what_is_old_unwanted_and_within() {
        List<JobRow> rows = samples.submit(me, 10);
        samples.reserve(me, rows.get(9).id());
        Set<String> wanted = Set.of(rows.get(0).key().hash(), rows.get(1).key().hash());
        assertThat(table.drop(samples.step(), wanted, Duration.ofHours(1), QueryCondition.always()))
                .isZero();
        QueryCondition lce005 = QueryCondition.equal(JobFields.HOST, "lce005");
        pause();
        assertThat(table.drop(samples.step(), wanted, Duration.ZERO, lce005)).isEqualTo(1);
        assertThat(table.drop(samples.step(), wanted, Duration.ZERO, QueryCondition.always()))
                .isEqualTo(6);
        assertThat(table.count(QueryCondition.always()))
                .isEqualTo(Map.of(JobStatus.PENDING, 2L, JobStatus.RESERVED, 1L));
    }

    @Test
    void retention_takes_the_oldest_that_are_finished_and_nothing_else() {
        List<JobRow> rows = samples.submit(me, 8);
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
        assertThat(table.count(QueryCondition.always())).isEqualTo(Map.of(JobStatus.PENDING, 2L));
        assertThat(table.prune(RetentionLimits.UNLIMITED)).isZero();
    }

    @Test
    void many_jobs_are_changed_and_deleted_one_portion_after_the_other() {
        List<JobRow> rows = samples.submit(me, 2500);
        assertThat(table.setPriority(7, QueryCondition.always())).isEqualTo(2500);
        assertThat(table.change(JobEvent.IGNORE, QueryCondition.always(), "all of them")
                        .changed())
                .isEqualTo(2500);
        table.change(
                JobEvent.RETRY,
                QueryCondition.equal(JobFields.JOB_ID, rows.get(0).id()),
                "");
        ChangeResult purged = table.change(JobEvent.PURGE, QueryCondition.equal(JobFields.PRIORITY, 7L), "");
        assertThat(purged.changed()).isEqualTo(2499);
        assertThat(purged.refused()).isEqualTo(Map.of(JobStatus.PENDING, 1L));
        assertThat(table.count(QueryCondition.always())).isEqualTo(Map.of(JobStatus.PENDING, 1L));
    }

    @Test
    void a_table_is_compacted_and_keeps_what_it_has() {
        Map<JobStatus, Long> jobs = oneOfEach();
        table.compact();
        assertThat(table.size()).isPositive();
        jobs.forEach((status, job) -> assertThat(status(job)).contains(status));
        assertThat(samples.reserve(me, jobs.get(JobStatus.PENDING))).isPresent();
    }

    @Test
    void what_is_recorded_of_a_step_takes_the_place_of_what_was_recorded_before() {
        assertThat(table.steps("survey", "night")).isEmpty();
        table.record(new StepName("survey", "night", "stat"), "{\"input radius\":\"5\"}");
        table.record(new StepName("survey", "night", "stat"), "{\"input radius\":\"6\"}");
        table.record(new StepName("survey", "night", "group/2"), "{}");
        table.record(new StepName("survey", "day", "stat"), "{}");
        assertThat(table.steps("survey", "night"))
                .extracting(StepRecord::step, StepRecord::identity)
                .containsExactly(tuple("group/2", "{}"), tuple("stat", "{\"input radius\":\"6\"}"));
    }

    @Test
    void what_a_step_has_made_is_recorded_until_it_begins_anew_or_is_gone() {
        StepName stat = new StepName("survey", "night", "stat");
        StepName group = new StepName("survey", "night", "group");
        table.recordOutputs(stat, "{}");
        assertThat(table.steps("survey", "night")).isEmpty();
        table.record(stat, "{}");
        table.record(group, "{}");
        table.record(new StepName("survey", "day", "stat"), "{}");
        table.recordOutputs(stat, "{\"outputs\":{\"total\":\"5 \u0000é\"}}");
        table.recordOutputs(group, "{\"outputs\":{}}");
        assertThat(table.steps("survey", "night"))
                .extracting(StepRecord::step, StepRecord::outputs, StepRecord::isAbsent)
                .containsExactly(
                        tuple("group", "{\"outputs\":{}}", false),
                        tuple("stat", "{\"outputs\":{\"total\":\"5 \uFFFDé\"}}", false));
        table.noteAbsent(List.of(group));
        table.record(stat, "{\"args\":\"x\"}");
        assertThat(table.steps("survey", "night"))
                .extracting(StepRecord::step, StepRecord::outputs, StepRecord::isAbsent)
                .containsExactly(tuple("group", null, true), tuple("stat", null, false));
        table.record(group, "{}");
        assertThat(table.steps("survey", "night"))
                .extracting(StepRecord::isAbsent)
                .containsOnly(false);
        assertThat(table.steps("survey", "day")).hasSize(1);
    }

    @Test
    void a_step_is_forgotten_with_its_last_job_and_no_other() {
        Map<JobStatus, Long> jobs = oneOfEach();
        StepName own = samples.step();
        StepName within = new StepName(own.recipe(), own.jobName(), "map");
        StepName other = new StepName(own.recipe(), "other", own.step());
        StepName elsewhere = new StepName("elsewhere", own.jobName(), own.step());
        List.of(own, within, other, elsewhere).forEach(step -> table.record(step, "{}"));
        table.change(JobEvent.CLEAR, QueryCondition.always(), "");
        table.change(JobEvent.PURGE, QueryCondition.equal(JobFields.STATUS, JobStatus.SUCCESS.word()), "");
        assertThat(table.steps(own.recipe(), own.jobName())).hasSize(2);
        table.change(
                JobEvent.CANCEL,
                QueryCondition.in(JobFields.JOB_ID, List.of(jobs.get(JobStatus.PENDING), jobs.get(JobStatus.RESERVED))),
                "");
        table.change(JobEvent.PURGE, QueryCondition.always(), "");
        assertThat(table.count(QueryCondition.always())).isEmpty();
        assertThat(table.steps(own.recipe(), own.jobName())).isEmpty();
        assertThat(table.steps(own.recipe(), "other")).hasSize(1);
        assertThat(table.steps("elsewhere", own.jobName())).hasSize(1);
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

    @Test
    void what_people_may_not_do_is_refused() {
        assertThatThrownBy(() -> table.change(JobEvent.COMPLETE, QueryCondition.always(), ""))
                .isInstanceOf(IllegalArgumentException.class);
        List<JobRow> rows = samples.submit(me, 2);
        samples.reserve(me, rows.get(0).id());
        assertThat(table.changeAllOrNone(JobEvent.IGNORE, QueryCondition.always(), "")
                        .refused())
                .isEqualTo(Map.of(JobStatus.RESERVED, 1L));
        assertThat(table.get(rows.get(1).id()).orElseThrow().state().status()).isEqualTo(JobStatus.PENDING);
    }
}
