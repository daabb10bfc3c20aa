package pipeline.cli.overview;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pipeline.failure.FailedJob;
import pipeline.failure.FailureGroups;
import pipeline.hostset.HostSet;
import pipeline.job.FailureKind;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.DrainedHost;
import pipeline.store.HostProgress;
import pipeline.store.JobQueries;
import pipeline.store.LeftPendingReason;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;
import pipeline.store.query.QueryField;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads what is going on in one run, without a look at those that are done. For one use. */
public final class RunDetailsReader {

    private static final List<QueryField> READ = List.of(
            JobFields.HOST,
            JobFields.STATUS,
            JobFields.REASON,
            JobFields.LABEL,
            JobFields.FAILURE_KIND,
            JobFields.EXIT_CODE,
            JobFields.ERROR_MESSAGE);

    /** Of the others it is enough to know how many there are, and there may be very many. */
    private static final QueryCondition NEITHER_DONE_NOR_ON_ITS_WAY = new QueryCondition.Or(List.of(
            QueryCondition.in(JobFields.STATUS, List.of(JobStatus.ERROR.word(), JobStatus.IGNORE.word())),
            QueryCondition.equal(JobFields.STATUS, JobStatus.PENDING.word())
                    .and(new QueryCondition.Not(QueryCondition.equal(JobFields.REASON, "")))));

    private final Map<String, String> notes = new HashMap<>();
    private final Map<String, String> lastErrors = new HashMap<>();
    private final FailureGroups failures = new FailureGroups();
    private final FailureGroups parked = new FailureGroups();
    private final FailureGroups left = new FailureGroups();
    private final FailureGroups leftOut = new FailureGroups();

    private RunDetailsReader() {}

    /**
     * Reads the run of a name.
     *
     * @param mostRunning so many of the jobs that run, those that run longest
     */
    public static RunDetails read(JobQueries table, String jobName, int mostRunning) {
        QueryCondition ofName = QueryCondition.equal(JobFields.JOB_NAME, jobName);
        RunDetailsReader reader = new RunDetailsReader();
        table.query(ofName.and(NEITHER_DONE_NOR_ON_ITS_WAY), READ, null, reader::add);
        for (DrainedHost drain : table.drains()) {
            if (drain.isFor(jobName)) {
                reader.notes.put(drain.host(), drain.text());
            }
        }
        return new RunDetails(
                table.hostProgress(ofName).stream()
                        .sorted(Comparator.comparing(HostProgress::host, HostSet.naturalOrder()))
                        .map(reader::host)
                        .toList(),
                running(table, ofName, mostRunning),
                reader.failures,
                reader.parked,
                reader.leftOut,
                reader.left);
    }

    /**
     * Returns jobs that run, those that run longest first.
     *
     * @param most at most so many of them
     */
    public static List<RunningJob> running(JobQueries table, QueryCondition which, int most) {
        record Reserved(long id, String since) {}
        List<Reserved> all = new ArrayList<>();
        table.query(
                which.and(QueryCondition.equal(JobFields.STATUS, JobStatus.RESERVED.word())),
                List.of(JobFields.JOB_ID, JobFields.RESERVED_TIME),
                null,
                record -> all.add(new Reserved(
                        record.get(JobFields.JOB_ID.name()).longValue(), text(record, JobFields.RESERVED_TIME))));
        List<Long> longest = all.stream()
                .sorted(Comparator.comparing(Reserved::since).thenComparing(Reserved::id))
                .limit(most)
                .map(Reserved::id)
                .toList();
        return table.jobs(longest).stream()
                .map(RunningJob::of)
                .sorted(Comparator.comparing(RunningJob::since)
                        .thenComparing(job -> job.row().id()))
                .toList();
    }

    private HostOverview host(HostProgress host) {
        return new HostOverview(
                host.host(),
                notes.getOrDefault(host.host(), ""),
                new JobCounts(
                        host.count(JobStatus.SUCCESS),
                        host.count(JobStatus.ERROR),
                        host.parked(),
                        host.count(JobStatus.RESERVED),
                        host.count(JobStatus.PENDING) - host.parked(),
                        host.count(JobStatus.IGNORE)),
                host.median(),
                host.slowest(),
                lastErrors.getOrDefault(host.host(), ""));
    }

    private void add(ObjectNode record) {
        String host = text(record, JobFields.HOST);
        JobStatus status = JobStatus.of(text(record, JobFields.STATUS)).orElse(JobStatus.PENDING);
        String reason = text(record, JobFields.REASON);
        if (status == JobStatus.ERROR) {
            String message = text(record, JobFields.ERROR_MESSAGE);
            lastErrors.put(host, message);
            failures.add(failed(
                    record, FailureKind.of(text(record, JobFields.FAILURE_KIND)).orElse(null), message));
        } else if (status == JobStatus.IGNORE) {
            leftOut.add(failed(record, null, reason.isEmpty() ? "no reason was given" : reason));
        } else if (reason.startsWith(LeftPendingReason.PREFIX)) {
            left.add(failed(record, null, reason.substring(LeftPendingReason.PREFIX.length())));
        } else if (status == JobStatus.PENDING) {
            notes.put(host, reason);
            parked.add(failed(record, null, reason));
        }
    }

    private static FailedJob failed(ObjectNode record, @Nullable FailureKind kind, String message) {
        JsonNode code = record.path(JobFields.EXIT_CODE.name());
        return new FailedJob(
                record.get(JobFields.JOB_ID.name()).longValue(),
                text(record, JobFields.HOST),
                kind,
                code.isNumber() ? code.intValue() : null,
                message,
                List.of(text(record, JobFields.LABEL)));
    }

    private static String text(ObjectNode record, QueryField field) {
        JsonNode value = record.path(field.name());
        return value.isString() ? value.stringValue() : "";
    }
}
