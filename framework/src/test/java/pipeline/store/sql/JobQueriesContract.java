package pipeline.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pipeline.store.sql.TableSamples.A_MINUTE;
import static pipeline.store.sql.TableSamples.failed;
import static pipeline.store.sql.TableSamples.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.job.ComputeJob;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.job.JobKey;
import pipeline.job.lifecycle.JobEvent;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.AttemptRow;
import pipeline.store.AttemptSummary;
import pipeline.store.Finish;
import pipeline.store.HostProgress;
import pipeline.store.JobRow;
import pipeline.store.LeftPendingReason;
import pipeline.store.Progress;
import pipeline.store.Reservation;
import pipeline.store.StepName;
import pipeline.store.Submission;
import pipeline.store.query.ConnectionFields;
import pipeline.store.query.FieldCatalog;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;
import pipeline.store.query.QueryField;
import pipeline.store.query.QueryParser;
import pipeline.text.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What every store shows of its jobs and members. */
abstract class JobQueriesContract extends JobTableContract {

    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

    @TempDir
    private Path directory;

    @Test
    void a_pending_job_has_every_key_and_no_result() {
        JobRow job = samples.submit(samples.member(), 1).get(0);
        ObjectNode record = records("{}", JobFields.ALL).get(0);
        assertThat(record.propertyNames())
                .containsExactlyElementsOf(
                        JobFields.ALL.stream().map(QueryField::name).toList());
        assertThat(record.get("job_id").longValue()).isEqualTo(job.id());
        assertThat(record.get("msg_id")).isEqualTo(record.get("job_id"));
        assertThat(record.get("status").stringValue()).isEqualTo("pending");
        assertThat(record.get("key")).isEqualTo(Json.read("{\"file\":0}"));
        assertThat(record.get("content")).isEqualTo(Json.read("{\"command\":[\"true\",\"file 0\"]}"));
        assertThat(record.get("buffers")).isEqualTo(Json.read("[\"file 0\"]"));
        assertThat(record.get("submitted").stringValue()).matches(TIME);
        assertThat(record.get("engine_uuid").stringValue()).isEqualTo("lce000");
        assertThat(record.get("queue").stringValue()).isEqualTo("mux");
        JsonNode header = record.get("header");
        assertThat(header.get("msg_id")).isEqualTo(record.get("job_id"));
        assertThat(header.get("date")).isEqualTo(record.get("submitted"));
        assertThat(header.get("session")).isEqualTo(record.get("client_uuid"));
        assertThat(header.get("username").stringValue()).isEqualTo(System.getProperty("user.name"));
        assertThat(header.get("msg_type").stringValue()).isEqualTo("apply_request");
        for (String name : List.of(
                "started",
                "completed",
                "resubmitted",
                "result_header",
                "result_content",
                "stdout",
                "stderr",
                "pyerr")) {
            assertThat(record.get(name).isNull()).as(name).isTrue();
        }
    }

    @Test
    void a_success_shows_its_result_and_what_it_printed() throws IOException {
        Path stdout = Files.write(directory.resolve("out"), new byte[] {'o', 'k', (byte) 0xff, '\n'});
        finish(new Finish.Succeeded("{\"pixels\":3}"), stdout, directory.resolve("gone"));
        ObjectNode record = records("{'status': 'success'}", JobFields.ALL).get(0);
        assertThat(record.get("result_content")).isEqualTo(Json.read("{\"pixels\":3}"));
        assertThat(record.get("stdout").stringValue()).isEqualTo("ok\uFFFD\n");
        assertThat(record.get("stderr").isNull()).isTrue();
        assertThat(record.get("duration").doubleValue()).isEqualTo(1.5);
        JsonNode header = record.get("result_header");
        assertThat(header.get("status").stringValue()).isEqualTo("ok");
        assertThat(header.get("started").stringValue()).isEqualTo("2026-10-28T14:14:18.000Z");
        assertThat(header.get("date")).isEqualTo(record.get("completed"));
        assertThat(header.get("engine").stringValue()).isEqualTo("lce000");
        assertThat(header.path("engine_info").get("pid").longValue())
                .isEqualTo(ProcessHandle.current().pid());
        assertThat(records("{'result': {'pixels': 3.0}}", List.of(JobFields.STATUS)))
                .hasSize(1);
    }

    @Test
    void a_result_is_found_by_its_value_however_it_was_written() {
        finish(
                new Finish.Succeeded("{\"rms\": 2.0, \"beams\": [{\"y\": 1e1, \"x\": null}], \"band\": \"L\"}"),
                null,
                null);
        for (String query : List.of(
                "{'result': {'band': 'L', 'beams': [{'x': None, 'y': 10}], 'rms': 2}}",
                "{'result': {'rms': 2.00, 'beams': [{'y': 10.0, 'x': None}], 'band': 'L'}}",
                "{'result': {'$in': [7, {'beams': [{'x': None, 'y': 10}], 'rms': 2, 'band': 'L'}]}}",
                "{'result': {'$glob': '*\"rms\":2}'}}")) {
            assertThat(records(query, List.of())).as(query).hasSize(1);
        }
        assertThat(records("{'result': {'rms': 2}}", List.of())).isEmpty();
        assertThat(records("{'result': {'$ne': {'rms': 2}}}", List.of())).hasSize(1);
    }

    @Test
    void numbers_of_a_result_keep_every_digit() {
        String numbers = "[12345678901234567890,0.1,-0.123456789012345678901234567890,3]";
        finish(new Finish.Succeeded("{\"n\": " + numbers + "}"), null, null);
        ObjectNode record = records("{}", List.of(JobFields.RESULT)).get(0);
        assertThat(Json.write(record.get("result"))).isEqualTo("{\"n\":" + numbers.replace("0,3", ",3") + "}");
        assertThat(records("{'result.n': " + numbers + "}", List.of())).hasSize(1);
        assertThat(records("{'result.n': [12345678901234567891, 0.1]}", List.of()))
                .isEmpty();
    }

    @Test
    void a_result_that_is_no_json_is_recorded_as_it_is() {
        finish(new Finish.Succeeded("1e999999999 \0"), null, null);
        assertThat(records("{}", List.of(JobFields.RESULT)).get(0).get("result").stringValue())
                .isEqualTo("1e999999999 \uFFFD");
    }

    @Test
    void an_error_shows_its_name_its_message_and_its_traceback() {
        finish(TableSamples.failed("no such file", "at line 1\nat line 2\n"), null, null);
        ObjectNode record =
                records("{'failure_kind': 'program'}", JobFields.ALL).get(0);
        assertThat(record.get("result_content"))
                .isEqualTo(
                        Json.read(
                                "{\"status\":\"error\",\"ename\":\"program\",\"evalue\":\"no such file\",\"traceback\":[\"at line 1\",\"at line 2\"]}"));
        assertThat(record.path("result_header").get("status").stringValue()).isEqualTo("error");
        assertThat(record.path("result_header")
                        .path("engine_info")
                        .get("exit_code")
                        .intValue())
                .isEqualTo(3);
        assertThat(record.get("pyerr")).isEqualTo(record.get("error_stack"));
    }

    @Test
    void an_ignored_job_counts_as_aborted() {
        samples.submit(samples.member(), 1);
        table.change(JobEvent.IGNORE, QueryCondition.always(), "");
        assertThat(records("{}", JobFields.ALL)
                        .get(0)
                        .path("result_header")
                        .get("status")
                        .stringValue())
                .isEqualTo("aborted");
    }

    @Test
    void a_record_holds_the_number_and_what_was_asked_for() {
        samples.submit(samples.member(), 3);
        assertThat(records("{'host': {'$in': ['lce000', 'lce002']}}", List.of(JobFields.HOST)))
                .extracting(JsonNode::toString)
                .containsExactly("{\"job_id\":1,\"host\":\"lce000\"}", "{\"job_id\":3,\"host\":\"lce002\"}");
        assertThatThrownBy(() -> records("{}", List.of(ConnectionFields.COMMAND)))
                .hasMessage("jobs have no command");
    }

    @Test
    void records_come_by_number_and_no_more_than_wanted() {
        samples.submit(samples.member(), 2500);
        List<Long> ids = new ArrayList<>();
        table.query(
                QueryCondition.always(),
                List.of(),
                null,
                record -> ids.add(record.get("job_id").longValue()));
        assertThat(ids).isEqualTo(LongStream.rangeClosed(1, 2500).boxed().toList());
        ids.clear();
        table.query(
                QueryCondition.always(),
                List.of(),
                7L,
                record -> ids.add(record.get("job_id").longValue()));
        assertThat(ids).hasSize(7);
    }

    @Test
    void a_sink_that_fails_ends_the_query() {
        samples.submit(samples.member(), 2);
        assertThatThrownBy(() -> table.query(QueryCondition.always(), List.of(), null, record -> {
                    throw new IllegalStateException("full");
                }))
                .hasMessage("full");
        assertThat(records("{}", List.of())).hasSize(2);
    }

    @Test
    void attempts_come_by_job_and_number_those_that_run_among_them() {
        long member = samples.member();
        List<JobRow> jobs = samples.submit(member, 1500);
        List<Long> ids = jobs.stream().map(JobRow::id).toList();
        List<Finish> endings = new ArrayList<>();
        table.finishAndReserve(member, List.of(), ids)
                .reserved()
                .forEach(reservation -> endings.add(new Finish(
                        reservation.orElseThrow(),
                        new Finish.Again(new Failure(FailureKind.PROGRAM, 3, "no flux"), null, Duration.ZERO),
                        TableSamples.run())));
        table.finishAndReserve(member, endings, List.of());
        samples.reserve(member, ids.get(1));
        samples.submit(member, 1);

        List<AttemptSummary> attempts = new ArrayList<>();
        table.queryAttempts(QueryCondition.equal(JobFields.HOST, "lce001"), attempts::add);
        assertThat(attempts)
                .hasSize(151)
                .isSortedAccordingTo(Comparator.comparing(AttemptSummary::job).thenComparing(AttemptSummary::number));
        AttemptSummary failed = attempts.get(0);
        assertThat(failed.job()).isEqualTo(ids.get(1));
        assertThat(failed.number()).isEqualTo(1);
        assertThat(failed.member()).isEqualTo(member);
        assertThat(failed.started()).isEqualTo(Instant.parse("2026-10-28T14:14:18Z"));
        assertThat(failed.completed()).isAfterOrEqualTo(failed.reserved());
        assertThat(failed.duration()).isEqualTo(1.5);
        assertThat(failed.ending()).isEqualTo(AttemptRow.AttemptEnd.ERROR);
        assertThat(failed.kind()).isEqualTo(FailureKind.PROGRAM);
        assertThat(failed.exitCode()).isEqualTo(3);
        assertThat(failed.message()).isEqualTo("no flux");
        AttemptSummary running = attempts.get(1);
        assertThat(running.job()).isEqualTo(ids.get(1));
        assertThat(running.number()).isEqualTo(2);
        assertThat(running.ending()).isNull();
        assertThat(running.completed()).isNull();
        assertThat(running.message()).isEmpty();
        List<AttemptSummary> none = new ArrayList<>();
        table.queryAttempts(QueryCondition.equal(JobFields.JOB_NAME, "day"), none::add);
        assertThat(none).isEmpty();
    }

    @Test
    void a_job_is_found_by_its_key_in_any_order_of_names() {
        JobRow job = samples.submit(samples.member(), 3).get(1);
        assertThat(job.key()).isEqualTo(JobKey.parse("{\"file\": 1}"));
        assertThat(records("{'key': {'file': 1.0}}", List.of())).hasSize(1);
        assertThat(records("{'key_hash': '" + job.key().hash() + "'}", List.of()))
                .hasSize(1);
    }

    @Test
    void members_show_what_they_are_and_how_many_jobs_they_have() {
        long busy = samples.member();
        long idle = samples.member();
        samples.reserve(busy, samples.submit(busy, 3).get(0).id());
        table.askToEnd(List.of(idle));
        List<ObjectNode> members = members("{}", ConnectionFields.RESERVED, true);
        assertThat(members).extracting(member -> member.get("id").longValue()).containsExactly(busy, idle);
        ObjectNode member = members.get(0);
        assertThat(member.propertyNames())
                .containsExactlyElementsOf(
                        ConnectionFields.ALL.stream().map(QueryField::name).toList());
        assertThat(member.get("kind").stringValue()).isEqualTo("master");
        assertThat(member.get("state").stringValue()).isEqualTo("running");
        assertThat(member.get("info").stringValue()).isEqualTo("calibrate -j night: 1 job reserved");
        assertThat(member.get("time").longValue()).isBetween(0L, 60L);
        assertThat(member.get("started").stringValue()).matches(TIME);
        assertThat(members.get(1).get("state").stringValue()).isEqualTo("ending");
        assertThat(members.get(1).get("info").stringValue()).isEqualTo("calibrate -j night: 0 jobs reserved");
    }

    @Test
    void members_are_asked_for_by_any_field_and_ordered_by_any_field() {
        long first = samples.member();
        long second = samples.member();
        table.leave(first);
        assertThat(members("{'state': 'ended'}", ConnectionFields.ID, false)).hasSize(1);
        assertThat(members("{'state': {'$ne': 'ended'}, 'info': {'$glob': '*night*'}}", ConnectionFields.ID, false))
                .extracting(member -> member.get("id").longValue())
                .containsExactly(second);
        for (QueryField field : ConnectionFields.ALL) {
            assertThat(members("{}", field, true)).as(field.name()).hasSize(2);
        }
        assertThat(members("{}", ConnectionFields.ID, true))
                .extracting(member -> member.get("id").longValue())
                .containsExactly(second, first);
    }

    @Test
    void how_long_successes_took_is_known_of_those_that_came_last_of_a_recipe_and_program() {
        long member = samples.member();
        List<JobRow> jobs = samples.submit(member, 5);
        for (int i = 0; i < 4; i++) {
            Reservation reservation = samples.reserve(member, jobs.get(i).id()).orElseThrow();
            Finish.How how = i == 2 ? TableSamples.failed("oops") : new Finish.Succeeded(null);
            Finish.Run run =
                    new Finish.Run(Instant.parse("2026-10-28T14:14:18Z"), Duration.ofMillis(100 + i), null, null);
            table.finishAndReserve(member, List.of(new Finish(reservation, how, run)), List.of());
        }
        assertThat(table.successDurations("calibrate", "true", 10))
                .containsExactly(Duration.ofMillis(103), Duration.ofMillis(101), Duration.ofMillis(100));
        assertThat(table.successDurations("calibrate", "true", 2))
                .containsExactly(Duration.ofMillis(103), Duration.ofMillis(101));
        assertThat(table.successDurations("calibrate", "false", 10)).isEmpty();
        assertThat(table.successDurations("other", "true", 10)).isEmpty();
    }

    private void finish(Finish.How how, @Nullable Path stdout, @Nullable Path stderr) {
        long member = samples.member();
        Reservation reservation =
                samples.reserve(member, samples.submit(member, 1).get(0).id()).orElseThrow();
        Finish.Run run = new Finish.Run(Instant.parse("2026-10-28T14:14:18Z"), Duration.ofMillis(1500), stdout, stderr);
        table.finishAndReserve(member, List.of(new Finish(reservation, how, run)), List.of());
    }

    private List<ObjectNode> records(String query, List<QueryField> keys) {
        List<ObjectNode> records = new ArrayList<>();
        QueryParser parser = new QueryParser(new FieldCatalog(JobFields.ALL), table.now());
        table.query(parser.parse(query), keys, null, records::add);
        return records;
    }

    private List<ObjectNode> members(String query, QueryField order, boolean isDescending) {
        QueryParser parser = new QueryParser(new FieldCatalog(ConnectionFields.ALL), table.now());
        return table.connections(parser.parse(query), order, isDescending, TableSamples.A_MINUTE);
    }

    @Test
    void progress_counts_every_status() {
        long me = samples.member();
        List<JobRow> rows = samples.submit(me, 6);
        samples.finish(me, samples.reserve(me, rows.get(0).id()).orElseThrow(), new Finish.Succeeded(null));
        samples.finish(me, samples.reserve(me, rows.get(1).id()).orElseThrow(), failed("no"));
        samples.reserve(me, rows.get(2).id());
        table.change(
                JobEvent.IGNORE,
                QueryCondition.equal(JobFields.JOB_ID, rows.get(3).id()),
                "broken disk");
        table.park(List.of(rows.get(4).id()), "lce004 is down");
        Progress progress = table.progress(QueryCondition.always()).get(0);
        assertThat(progress).isEqualTo(new Progress("night", "calibrate", 2, 1, 1, 1, 1, 1));
        assertThat(progress.total()).isEqualTo(6);
        assertThat(progress.remaining()).isEqualTo(3);
        assertThat(table.progress(QueryCondition.equal(JobFields.RECIPE, "image")))
                .isEmpty();
    }

    @Test
    void the_jobs_of_each_host_are_counted_and_measured() {
        long me = samples.member();
        List<ComputeJob> jobs = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            jobs.add(ComputeJob.command(i < 7 ? "lce2" : "lce10", "qc.sh", "/data/" + i));
        }
        List<JobRow> rows = table.submit(Submission.of(
                        new StepName("calibrate", "night", "1"), me, Duration.ZERO, ComputeJob.LOWEST_PRIORITY, jobs))
                .rows();
        for (int i = 0; i < 4; i++) {
            Duration took = Duration.ofSeconds(List.of(9, 1, 2, 4).get(i));
            table.finishAndReserve(
                    me,
                    List.of(new Finish(
                            samples.reserve(me, rows.get(i).id()).orElseThrow(),
                            new Finish.Succeeded(null),
                            new Finish.Run(Instant.now(), took, null, null))),
                    List.of());
        }
        samples.finish(me, samples.reserve(me, rows.get(4).id()).orElseThrow(), failed("no"));
        table.park(List.of(rows.get(5).id()), "lce2 is down");
        table.park(List.of(rows.get(6).id()), LeftPendingReason.of("Ctrl-C"));
        samples.reserve(me, rows.get(7).id());
        assertThat(table.hostProgress(QueryCondition.equal(JobFields.JOB_NAME, "night")))
                .containsExactly(
                        new HostProgress("lce10", Map.of(JobStatus.RESERVED, 1L, JobStatus.PENDING, 1L), 0, null, null),
                        new HostProgress(
                                "lce2",
                                Map.of(JobStatus.SUCCESS, 4L, JobStatus.ERROR, 1L, JobStatus.PENDING, 2L),
                                1,
                                3.0,
                                9.0));
        assertThat(table.hostProgress(QueryCondition.equal(JobFields.JOB_NAME, "day")))
                .isEmpty();
    }

    @Test
    void the_clock_is_the_databases() {
        assertThat(Duration.between(table.now(), Instant.now()).abs()).isLessThan(A_MINUTE);
    }
}
