package pipeline.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import pipeline.hostset.HostSet;
import pipeline.store.JobQueries;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;

/** All jobs of one run and all attempts at them, in columns, which take little memory however many they are. */
public final class RunColumns {

    private static final int AT_A_TIME = 500;

    final TextDictionary messageTexts = new TextDictionary();
    final JobColumns jobs = new JobColumns(messageTexts);
    final AttemptColumns attempts;

    private RunColumns(Instant now) {
        this.attempts = new AttemptColumns(messageTexts, now);
        messageTexts.number("");
    }

    /**
     * Reads them.
     *
     * @param until how far attempts are shown that have not ended
     */
    public static RunColumns read(JobQueries table, String jobName, Instant until) {
        QueryCondition ofName = QueryCondition.equal(JobFields.JOB_NAME, jobName);
        RunColumns columns = new RunColumns(until);
        List<Long> ids = new ArrayList<>();
        table.query(
                ofName,
                List.of(JobFields.JOB_ID),
                null,
                record -> ids.add(record.get(JobFields.JOB_ID.name()).longValue()));
        for (int from = 0; from < ids.size(); from += AT_A_TIME) {
            table.jobs(ids.subList(from, Math.min(ids.size(), from + AT_A_TIME)))
                    .forEach(columns.jobs::add);
        }
        table.queryAttempts(ofName, attempt -> {
            int row = columns.jobs.row(attempt.job());
            // one that came after the jobs were read belongs to no page of them
            if (row >= 0) {
                columns.attempts.add(row, attempt);
            }
        });
        return columns;
    }

    /** Returns how many jobs there are. */
    public int jobCount() {
        return jobs.size();
    }

    /** Returns how many attempts there are. */
    public int attemptCount() {
        return attempts.size();
    }

    LaneAssignment lanes() {
        return LaneAssignment.of(attempts, this::host, jobs.hostNames.texts().size());
    }

    /** Returns the number of the host of an attempt. */
    int host(int attempt) {
        return (int) jobs.hosts.get((int) attempts.jobs.get(attempt));
    }

    /** Returns the numbers of the hosts in the natural order of their names. */
    int[] hostOrder() {
        List<String> names = jobs.hostNames.texts();
        return IntStream.range(0, names.size())
                .boxed()
                .sorted(Comparator.comparing(names::get, HostSet.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Returns when the first attempt was taken for its host; 0 if there is none. */
    long origin() {
        return IntStream.range(0, attempts.size())
                .mapToLong(attempts.reserved::get)
                .min()
                .orElse(0);
    }
}
