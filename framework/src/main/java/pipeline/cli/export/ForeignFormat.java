package pipeline.cli.export;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import pipeline.store.AttemptSummary;
import pipeline.store.JobQueries;
import pipeline.store.JobRow;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;

/** The formats of other programs in which jobs can be written. */
public enum ForeignFormat {
    /** That of {@code parallel --joblog}: a line for each job that has ended, with tabs. */
    JOBLOG,
    /** That of {@code nextflow -with-trace} with raw numbers: a line for each attempt, with tabs. */
    TRACE,
    /** That of JUnit and Ant: a test for each job. */
    JUNIT;

    private static final int AT_A_TIME = 500;

    /** Returns the format of a name in lower case; empty if there is none. */
    public static Optional<ForeignFormat> of(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word().equals(word))
                .findFirst();
    }

    /** Returns all names. */
    public static List<String> words() {
        return Arrays.stream(values()).map(ForeignFormat::word).toList();
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Writes the jobs that fulfil a condition, in the order of their numbers; stops early if nobody takes them any more. */
    public void write(JobQueries table, QueryCondition condition, PrintStream out) {
        JobWriter writer = switch (this) {
            case JOBLOG -> new ParallelJobLog(out);
            case TRACE -> new NextflowTrace(out);
            case JUNIT -> new JunitReport(out);
        };
        List<Long> ids = new ArrayList<>();
        table.query(
                condition,
                List.of(JobFields.JOB_ID),
                null,
                record -> ids.add(record.get(JobFields.JOB_ID.name()).longValue()));
        writer.begin();
        for (int from = 0; from < ids.size() && !out.checkError(); from += AT_A_TIME) {
            List<Long> some = ids.subList(from, Math.min(ids.size(), from + AT_A_TIME));
            Map<Long, List<AttemptSummary>> attempts = new HashMap<>();
            table.queryAttempts(
                    QueryCondition.in(JobFields.JOB_ID, some),
                    attempt -> attempts.computeIfAbsent(attempt.job(), job -> new ArrayList<>())
                            .add(attempt));
            for (JobRow job : table.jobs(some)) {
                writer.job(job, attempts.getOrDefault(job.id(), List.of()));
            }
        }
        writer.end();
        out.flush();
    }
}
