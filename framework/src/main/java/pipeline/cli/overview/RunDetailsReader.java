package pipeline.cli.overview;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import pipeline.failure.FailedJob;
import pipeline.failure.FailureGroups;
import pipeline.hostset.HostSet;
import pipeline.job.FailureKind;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.AttemptRow;
import pipeline.store.DrainedHost;
import pipeline.store.JobRow;
import pipeline.store.JobTable;
import pipeline.store.LeftPendingReason;
import pipeline.store.query.Condition;
import pipeline.store.query.Field;
import pipeline.store.query.JobFields;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads what is going on in one run, in one pass over its jobs. For one use. */
public final class RunDetailsReader {

    private static final List<Field> READ = List.of(
            JobFields.HOST,
            JobFields.STATUS,
            JobFields.REASON,
            JobFields.LABEL,
            JobFields.DURATION,
            JobFields.FAILURE_KIND,
            JobFields.EXIT_CODE,
            JobFields.ERROR_MESSAGE);

    private final Map<String, HostTally> hosts = new TreeMap<>(HostSet.naturalOrder());
    private final FailureGroups failures = new FailureGroups();
    private final FailureGroups parked = new FailureGroups();
    private final FailureGroups left = new FailureGroups();

    private final FailureGroups leftOut = new FailureGroups();

    private RunDetailsReader() {}

    public static RunDetails read(JobTable table, String jobName) {
        Condition ofName = Condition.equal(JobFields.JOB_NAME, jobName);
        RunDetailsReader reader = new RunDetailsReader();
        table.query(ofName, READ, null, reader::add);
        for (DrainedHost drain : table.drains()) {
            HostTally host = reader.hosts.get(drain.host());
            if (host != null && drain.isFor(jobName)) {
                host.waitsFor(drain.text());
            }
        }
        return new RunDetails(
                reader.hosts.entrySet().stream()
                        .map(entry -> entry.getValue().of(entry.getKey()))
                        .toList(),
                running(table, ofName),
                reader.failures,
                reader.parked,
                reader.leftOut,
                reader.left);
    }

    /** Returns the jobs that run, those that run longest first. */
    public static List<RunningJob> running(JobTable table, Condition which) {
        Condition isReserved = Condition.equal(JobFields.STATUS, JobStatus.RESERVED.word());
        Map<Long, JobRow> rows = new HashMap<>();
        List<Long> ids = new ArrayList<>();
        table.query(
                which.and(isReserved),
                List.of(JobFields.JOB_ID),
                null,
                record -> ids.add(record.get(JobFields.JOB_ID.name()).longValue()));
        table.jobs(ids).forEach(row -> rows.put(row.id(), row));
        Map<Long, AttemptRow> attempts = table.lastAttempts(ids).stream()
                .collect(Collectors.toMap(AttemptRow::job, attempt -> attempt, (one, other) -> other));
        return rows.values().stream()
                .map(row -> RunningJob.of(row, attempts.get(row.id())))
                .sorted(Comparator.comparing(RunningJob::since)
                        .thenComparing(job -> job.row().id()))
                .toList();
    }

    private HostTally host(String name) {
        return hosts.computeIfAbsent(name, host -> new HostTally());
    }

    private void add(ObjectNode record) {
        HostTally host = host(text(record, JobFields.HOST));
        JobStatus status = JobStatus.of(text(record, JobFields.STATUS)).orElse(JobStatus.PENDING);
        String reason = text(record, JobFields.REASON);
        boolean isParked =
                status == JobStatus.PENDING && !reason.isEmpty() && !reason.startsWith(LeftPendingReason.PREFIX);
        host.add(counts(status, isParked));
        if (status == JobStatus.SUCCESS
                && record.path(JobFields.DURATION.name()).isNumber()) {
            host.took(record.get(JobFields.DURATION.name()).doubleValue());
        } else if (status == JobStatus.ERROR) {
            String message = text(record, JobFields.ERROR_MESSAGE);
            host.failedWith(message);
            failures.add(failed(
                    record, FailureKind.of(text(record, JobFields.FAILURE_KIND)).orElse(null), message));
        } else if (isParked) {
            host.waitsFor(reason);
            parked.add(failed(record, null, reason));
        } else if (status == JobStatus.IGNORE) {
            leftOut.add(failed(record, null, reason.isEmpty() ? "no reason was given" : reason));
        } else if (status == JobStatus.PENDING && !reason.isEmpty()) {
            left.add(failed(record, null, reason.substring(LeftPendingReason.PREFIX.length())));
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

    private static String text(ObjectNode record, Field field) {
        JsonNode value = record.path(field.name());
        return value.isString() ? value.stringValue() : "";
    }

    private static JobCounts counts(JobStatus status, boolean isParked) {
        return switch (status) {
            case SUCCESS -> new JobCounts(1, 0, 0, 0, 0, 0);
            case ERROR -> new JobCounts(0, 1, 0, 0, 0, 0);
            case RESERVED -> new JobCounts(0, 0, 0, 1, 0, 0);
            case IGNORE -> new JobCounts(0, 0, 0, 0, 0, 1);
            case PENDING -> isParked ? new JobCounts(0, 0, 1, 0, 0, 0) : new JobCounts(0, 0, 0, 0, 1, 0);
        };
    }
}
