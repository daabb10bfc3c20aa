package pipeline.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static pipeline.store.sql.TableSamples.failed;
import static pipeline.store.sql.TableSamples.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pipeline.job.ComputeJob;
import pipeline.job.FailureKind;
import pipeline.job.JobKey;
import pipeline.job.identity.Fingerprint;
import pipeline.job.identity.Fingerprint.Aspect;
import pipeline.job.lifecycle.JobEvent;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.AttemptRow;
import pipeline.store.ClaimedJob;
import pipeline.store.FingerprintUpdate;
import pipeline.store.Finish;
import pipeline.store.JobRow;
import pipeline.store.LeftPendingReason;
import pipeline.store.MemberRow;
import pipeline.store.Progress;
import pipeline.store.Reservation;
import pipeline.store.StartedJob;
import pipeline.store.StepName;
import pipeline.store.Submission;
import pipeline.store.SubmittedJobs;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;

/** What every store keeps to: jobs come in, are reserved, end, and come back. */
abstract class JobReservationsContract extends JobTableContract {

    private long me;

    @BeforeEach
    void enter_a_member() {
        me = samples.member();
    }

    @Test
    void a_success_has_ended_with_0_and_a_job_that_waits_with_nothing() {
        List<JobRow> rows = samples.submit(me, 2);
        long first = rows.get(0).id();
        samples.finish(me, samples.reserve(me, first).orElseThrow(), new Finish.Succeeded(null));
        assertThat(table.get(first).orElseThrow().ending().exitCode()).isZero();
        assertThat(table.attempts(first)).extracting(AttemptRow::exitCode).containsExactly(0);
        samples.finish(
                me,
                samples.reserve(me, rows.get(1).id()).orElseThrow(),
                new Finish.Again(failed("oops").failure(), null, Duration.ZERO));
        assertThat(table.attempts(rows.get(1).id()))
                .extracting(AttemptRow::exitCode)
                .containsExactly(3);
    }

    @Test
    void what_a_job_does_is_noted_with_the_job_and_with_each_attempt() {
        Fingerprint brought = new Fingerprint.Builder().add(Aspect.INIT, "1").build();
        Fingerprint other = new Fingerprint.Builder().add(Aspect.INIT, "2").build();
        Submission batch = Submission.of(
                samples.step(), me, Duration.ZERO, 5, jobs(2), JobKey.ofEach(jobs(2)), List.of(brought, brought));
        List<JobRow> rows = table.submit(batch).rows();
        assertThat(rows).extracting(JobRow::fingerprint).containsOnly(brought);
        long first = rows.get(0).id();
        long second = rows.get(1).id();

        table.note(List.of(new FingerprintUpdate(first, 0, other), new FingerprintUpdate(second, 1, other)));
        assertThat(table.get(first).orElseThrow().fingerprint()).isEqualTo(other);
        assertThat(table.get(second).orElseThrow().fingerprint())
                .as("noted of an attempt that there is not")
                .isEqualTo(brought);

        Reservation reservation = samples.reserve(me, first).orElseThrow();
        table.note(List.of(new FingerprintUpdate(first, 0, brought)));
        assertThat(table.get(first).orElseThrow().fingerprint())
                .as("somebody has reserved it since")
                .isEqualTo(other);
        assertThat(table.attempts(first)).extracting(AttemptRow::fingerprint).containsExactly(other);
        table.note(List.of(new FingerprintUpdate(first, 1, brought)));
        assertThat(table.attempts(first)).extracting(AttemptRow::fingerprint).containsExactly(brought);

        assertThat(samples.finish(me, reservation, new Finish.Succeeded("1", "{\"a\":\"1 x\"}")))
                .isTrue();
        table.note(List.of(new FingerprintUpdate(first, 1, other)));
        JobRow done = table.submit(batch).rows().get(0);
        assertThat(done.fingerprint()).as("accepted as it is").isEqualTo(other);
        assertThat(done.ending().outputs()).isEqualTo("{\"a\":\"1 x\"}");
        assertThat(table.attempts(first))
                .as("what an attempt did that is over stays")
                .extracting(AttemptRow::fingerprint)
                .containsExactly(brought);
        table.change(JobEvent.RETRY, QueryCondition.always(), "");
        assertThat(samples.finish(me, samples.reserve(me, first).orElseThrow(), new Finish.Succeeded(null)))
                .isTrue();
        assertThat(table.get(first).orElseThrow().ending().outputs()).isNull();
    }

    @Test
    void jobs_that_later_members_have_started_are_found_however_they_ended() {
        List<JobRow> rows = samples.submit(me, 8);
        long[] ids = rows.stream().mapToLong(JobRow::id).toArray();
        samples.finish(me, samples.reserve(me, ids[0]).orElseThrow(), new Finish.Succeeded(null));
        samples.finish(me, samples.reserve(me, ids[6]).orElseThrow(), failed("oops"));
        long later = samples.member();
        samples.finish(later, samples.reserve(later, ids[1]).orElseThrow(), new Finish.Succeeded(null));
        samples.finish(later, samples.reserve(later, ids[2]).orElseThrow(), failed("oops"));
        samples.finish(later, samples.reserve(later, ids[3]).orElseThrow(), new Finish.Lost("gone"));
        assertThat(samples.reserve(later, ids[4])).isPresent();
        table.change(JobEvent.CANCEL, QueryCondition.equal(JobFields.JOB_ID, ids[4]), "enough");
        assertThat(samples.reserve(later, ids[5])).isPresent();
        samples.finish(later, samples.reserve(later, ids[7]).orElseThrow(), new Finish.Released(""));
        StepName other = new StepName(samples.step().recipe(), samples.step().jobName(), "other");
        long foreign = table.submit(Submission.of(other, later, Duration.ZERO, 5, jobs(1)))
                .rows()
                .get(0)
                .id();
        samples.finish(later, samples.reserve(later, foreign).orElseThrow(), new Finish.Succeeded(null));

        assertThat(table.startedAfter(samples.step(), me))
                .extracting(StartedJob::id)
                .contains(ids[1], ids[2], ids[3], ids[4], ids[5])
                .doesNotContain(ids[0], ids[6], foreign);
        assertThat(table.startedAfter(samples.step(), me))
                .allMatch(job -> job.member() == later)
                .anyMatch(job -> job.job().command().equals(rows.get(1).job().command()));
        assertThat(table.startedAfter(samples.step(), later)).isEmpty();
    }

    @Test
    void jobs_come_in_pending_in_their_order_with_their_priority() {
        List<ComputeJob> jobs = List.of(
                ComputeJob.command("lce001", "true"),
                ComputeJob.command("lce002", "true", "a b", "ü\n")
                        .label("first light")
                        .priority(2));
        SubmittedJobs submitted = table.submit(samples.batch(me, jobs));
        assertThat(submitted.added()).isEqualTo(2);
        JobRow second = submitted.rows().get(1);
        assertThat(second.state().status()).isEqualTo(JobStatus.PENDING);
        assertThat(second.priority()).isEqualTo(2);
        assertThat(second.position()).isEqualTo(1);
        assertThat(second.attempts()).isZero();
        assertThat(submitted.rows().get(0).priority()).isEqualTo(5);
        JobRow read = table.get(second.id()).orElseThrow();
        assertThat(read.job().host()).isEqualTo("lce002");
        assertThat(read.job().command()).isEqualTo(jobs.get(1).command());
        assertThat(read.job().label()).contains("first light");
        assertThat(read.step()).isEqualTo(samples.step());
        assertThat(read.key()).isEqualTo(second.key());
    }

    @Test
    void the_same_jobs_come_in_once() {
        List<JobRow> first = samples.submit(me, 4);
        SubmittedJobs again = table.submit(samples.batch(me, jobs(6)));
        assertThat(again.added()).isEqualTo(2);
        assertThat(again.rows().subList(0, 4))
                .extracting(JobRow::id)
                .isEqualTo(first.stream().map(JobRow::id).toList());
    }

    @Test
    void a_second_round_and_another_recipe_have_jobs_of_their_own() {
        samples.submit(me, 3);
        for (StepName other : List.of(
                new StepName("calibrate", "night", "1#2"),
                new StepName("image", "night", "1"),
                new StepName("calibrate", "day", "1"))) {
            assertThat(table.submit(Submission.of(other, me, Duration.ZERO, 5, jobs(3)))
                            .added())
                    .isEqualTo(3);
        }
        assertThat(table.count(QueryCondition.always())).containsEntry(JobStatus.PENDING, 12L);
    }

    @Test
    void many_jobs_come_in_all_at_once() {
        SubmittedJobs submitted = table.submit(samples.batch(me, jobs(12_000)));
        assertThat(submitted.added()).isEqualTo(12_000);
        assertThat(submitted.rows()).extracting(JobRow::position).isSorted();
        assertThat(table.count(QueryCondition.always())).containsEntry(JobStatus.PENDING, 12_000L);
    }

    @Test
    void a_reservation_is_had_once_and_again_after_it_was_given_back() {
        long job = samples.submit(me, 1).get(0).id();
        Reservation first = samples.reserve(me, job).orElseThrow();
        assertThat(samples.reserve(me, job)).isEmpty();
        assertThat(samples.reserve(samples.member(), job)).isEmpty();
        assertThat(samples.finish(me, first, new Finish.Released(""))).isTrue();
        Reservation second = samples.reserve(me, job).orElseThrow();
        assertThat(second.number()).isGreaterThan(first.number());
        assertThat(second.attempt()).isEqualTo(2);
    }

    @Test
    void a_success_keeps_its_result_and_its_times() {
        long job = samples.submit(me, 1).get(0).id();
        Reservation reservation = samples.reserve(me, job).orElseThrow();
        assertThat(samples.finish(me, reservation, new Finish.Succeeded("{\"rms\":0.5}")))
                .isTrue();
        JobRow row = table.get(job).orElseThrow();
        assertThat(row.state().status()).isEqualTo(JobStatus.SUCCESS);
        assertThat(row.ending().result()).isEqualTo("{\"rms\":0.5}");
        assertThat(row.ending().duration()).isEqualTo(1.5);
        assertThat(row.state().completed())
                .isBetween(row.state().reserved(), Instant.now().plusSeconds(5));
        assertThat(row.reservation().owner()).isEqualTo(me);
        assertThat(row.reservation().pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(row.reservation().version()).isEqualTo("v1");
        AttemptRow attempt = table.attempts(job).get(0);
        assertThat(attempt.ending()).isEqualTo(AttemptRow.AttemptEnd.SUCCESS);
        assertThat(attempt.started()).isEqualTo(TableSamples.run().started());
        assertThat(samples.reserve(me, job)).isEmpty();
    }

    @Test
    void an_error_keeps_kind_code_message_and_the_whole_stack() {
        long job = samples.submit(me, 1).get(0).id();
        String stack = "at night\n".repeat(12_000);
        samples.finish(
                me, samples.reserve(me, job).orElseThrow(), failed("no such file: 'a\"; DROP TABLE job; --'", stack));
        JobRow.End end = table.get(job).orElseThrow().ending();
        assertThat(end.kind()).isEqualTo(FailureKind.PROGRAM);
        assertThat(end.exitCode()).isEqualTo(3);
        assertThat(end.message()).isEqualTo("no such file: 'a\"; DROP TABLE job; --'");
        assertThat(end.stack()).isEqualTo(stack);
        assertThat(table.attempts(job).get(0).stack()).isEqualTo(stack);
    }

    @Test
    void long_messages_are_cut_to_2047_characters_and_say_so() {
        List<JobRow> rows = samples.submit(me, 4);
        List<String> messages = List.of("x".repeat(2046), "x".repeat(2047), "x".repeat(2048), "🔭".repeat(3000));
        for (int i = 0; i < 4; i++) {
            long job = rows.get(i).id();
            samples.finish(me, samples.reserve(me, job).orElseThrow(), failed(messages.get(i)));
        }
        assertThat(table.get(rows.get(0).id()).orElseThrow().ending().message()).isEqualTo(messages.get(0));
        assertThat(table.get(rows.get(1).id()).orElseThrow().ending().message()).isEqualTo(messages.get(1));
        assertThat(table.get(rows.get(2).id()).orElseThrow().ending().message())
                .hasSize(2047)
                .endsWith("x...truncated");
        String cut = table.get(rows.get(3).id()).orElseThrow().ending().message();
        assertThat(cut.codePointCount(0, cut.length())).isEqualTo(2047);
        assertThat(cut).startsWith("🔭🔭").endsWith("🔭...truncated");
    }

    @Test
    void whatever_a_message_holds_it_is_recorded() {
        long job = samples.submit(me, 1).get(0).id();
        samples.finish(me, samples.reserve(me, job).orElseThrow(), failed("nul \0 and half a pair \uD83D", "\0"));
        assertThat(table.get(job).orElseThrow().ending().message()).isEqualTo("nul \uFFFD and half a pair \uFFFD");
    }

    @Test
    void an_ending_counts_only_while_its_reservation_holds() {
        long job = samples.submit(me, 1).get(0).id();
        Reservation old = samples.reserve(me, job).orElseThrow();
        samples.finish(me, old, new Finish.Released(""));
        assertThat(samples.finish(me, old, new Finish.Succeeded(null))).isFalse();
        Reservation current = samples.reserve(me, job).orElseThrow();
        assertThat(samples.finish(me, old, failed("too late"))).isFalse();
        assertThat(table.get(job).orElseThrow().state().status()).isEqualTo(JobStatus.RESERVED);
        assertThat(samples.finish(me, current, new Finish.Succeeded(null))).isTrue();
        assertThat(samples.finish(me, current, failed("twice"))).isFalse();
        assertThat(table.get(job).orElseThrow().state().status()).isEqualTo(JobStatus.SUCCESS);
    }

    @Test
    void a_job_that_was_not_started_has_no_attempt() {
        long job = samples.submit(me, 1).get(0).id();
        Reservation reservation = samples.reserve(me, job).orElseThrow();
        Finish untouched = new Finish(reservation, new Finish.Released("the host is down"), null);
        assertThat(table.finishAndReserve(me, List.of(untouched), List.of()).accepted())
                .containsExactly(true);
        JobRow row = table.get(job).orElseThrow();
        assertThat(row.attempts()).isZero();
        assertThat(row.state().reason()).isEqualTo("the host is down");
        assertThat(table.attempts(job)).isEmpty();
        assertThat(samples.reserve(me, job).orElseThrow().attempt()).isEqualTo(1);
    }

    @Test
    void a_job_of_which_nobody_knows_is_pending_again_and_its_attempt_is_kept_as_lost() {
        long job = samples.submit(me, 1).get(0).id();
        Reservation reservation = samples.reserve(me, job).orElseThrow();
        Finish unknown = new Finish(reservation, new Finish.Lost("it may still run"), null);
        assertThat(table.finishAndReserve(me, List.of(unknown), List.of()).accepted())
                .containsExactly(true);
        JobRow row = table.get(job).orElseThrow();
        assertThat(row.state().status()).isEqualTo(JobStatus.PENDING);
        assertThat(row.state().reason()).isEqualTo("it may still run");
        AttemptRow attempt = table.attempts(job).get(0);
        assertThat(attempt.ending()).isEqualTo(AttemptRow.AttemptEnd.LOST);
        assertThat(attempt.kind()).isEqualTo(FailureKind.LOST);
        assertThat(attempt.message()).isEqualTo("it may still run");
        assertThat(table.members(true))
                .filteredOn(member -> member.id() == attempt.owner().member())
                .extracting(MemberRow::uuid)
                .singleElement()
                .asString()
                .hasSize(36);
        assertThat(samples.reserve(me, job).orElseThrow().attempt()).isEqualTo(2);
    }

    @Test
    void every_attempt_is_kept() {
        long job = samples.submit(me, 1).get(0).id();
        samples.finish(
                me,
                samples.reserve(me, job).orElseThrow(),
                new Finish.Again(failed("first").failure(), "stack", Duration.ZERO));
        samples.finish(me, samples.reserve(me, job).orElseThrow(), failed("second"));
        table.change(JobEvent.RETRY, QueryCondition.equal(JobFields.JOB_ID, job), "");
        samples.finish(me, samples.reserve(me, job).orElseThrow(), new Finish.Succeeded(null));
        assertThat(table.attempts(job)).extracting(AttemptRow::message).containsExactly("first", "second", "");
        assertThat(table.lastAttempts(Set.of(job)))
                .extracting(AttemptRow::number)
                .containsExactly(3);
    }

    @Test
    void a_job_waits_for_its_time() {
        long job = table.submit(Submission.of(samples.step(), me, Duration.ofHours(1), 5, jobs(1)))
                .rows()
                .get(0)
                .id();
        assertThat(samples.reserve(me, job)).isEmpty();
        assertThat(table.claim(me, QueryCondition.always(), 5)).isEmpty();
    }

    @Test
    void jobs_are_claimed_by_priority_then_by_order() {
        List<JobRow> rows = samples.submit(me, 6);
        table.setPriority(
                1,
                QueryCondition.in(
                        JobFields.JOB_ID, List.of(rows.get(4).id(), rows.get(2).id())));
        table.setPriority(9, QueryCondition.equal(JobFields.JOB_ID, rows.get(0).id()));
        List<ClaimedJob> claims = table.claim(me, QueryCondition.always(), 10);
        assertThat(claims).extracting(claim -> claim.row().position()).containsExactly(2, 4, 1, 3, 5, 0);
        assertThat(claims).allMatch(claim -> claim.row().state().status() == JobStatus.RESERVED);
        assertThat(table.claim(me, QueryCondition.always(), 10)).isEmpty();
    }

    @Test
    void only_what_fits_is_claimed() {
        samples.submit(me, 20);
        QueryCondition lce003 = QueryCondition.equal(JobFields.HOST, "lce003");
        assertThat(table.claim(me, lce003, 10))
                .extracting(claim -> claim.row().job().host())
                .containsOnly("lce003")
                .hasSize(2);
        QueryCondition urgent =
                new QueryCondition.Compare(JobFields.PRIORITY, QueryCondition.Relation.LESS_OR_EQUAL, 4L);
        assertThat(table.claim(me, urgent, 10)).isEmpty();
    }

    @Test
    void parked_jobs_are_pending_with_a_reason_until_they_run() {
        List<Long> jobs = new ArrayList<>();
        samples.submit(me, 2).forEach(row -> jobs.add(row.id()));
        assertThat(table.park(jobs, "lce001 is down")).isEqualTo(2);
        assertThat(table.get(jobs.get(0)).orElseThrow().state().reason()).isEqualTo("lce001 is down");
        assertThat(table.progress(QueryCondition.always()))
                .extracting(Progress::parked)
                .containsExactly(2L);
        assertThat(table.park(jobs.subList(1, 2), LeftPendingReason.of("interrupted")))
                .isEqualTo(1);
        assertThat(table.progress(QueryCondition.always()))
                .as("what a run left waits for no host")
                .extracting(Progress::parked)
                .containsExactly(1L);
        samples.finish(me, samples.reserve(me, jobs.get(0)).orElseThrow(), new Finish.Succeeded(null));
        assertThat(table.get(jobs.get(0)).orElseThrow().state().reason()).isEmpty();
        assertThat(table.park(jobs, "")).isEqualTo(1);
    }
}
