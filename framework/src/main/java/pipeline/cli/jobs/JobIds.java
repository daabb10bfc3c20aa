package pipeline.cli.jobs;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Parameters;
import pipeline.cli.ground.ExitCode;
import pipeline.cli.ground.MistakeException;
import pipeline.cli.ground.Spelling;
import pipeline.job.Words;
import pipeline.store.JobRow;
import pipeline.store.query.Condition;
import pipeline.store.query.JobFields;

/** The numbers of jobs as arguments. */
final class JobIds {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    @Parameters(arity = "0..*", paramLabel = "ID", description = "The numbers of jobs.")
    List<String> words = new ArrayList<>();

    boolean isEmpty() {
        return words.isEmpty();
    }

    /**
     * Gives the jobs that were named.
     *
     * @throws MistakeException if a word is no number, or there is no such job
     */
    List<JobRow> rows(Desk desk) {
        Set<Long> ids = words.stream().map(JobIds::number).collect(Collectors.toCollection(LinkedHashSet::new));
        List<JobRow> rows = desk.table().jobs(ids);
        rows.forEach(row -> ids.remove(row.id()));
        if (!ids.isEmpty()) {
            throw new MistakeException(
                    ExitCode.USAGE,
                    "there is no job %s in %s; nothing was done"
                            .formatted(listed(ids), desk.table().describe()));
        }
        return rows;
    }

    /** Gives the condition that it is one of them; all jobs if none was named. */
    Condition condition(Desk desk) {
        return isEmpty()
                ? Condition.always()
                : Condition.in(
                        JobFields.JOB_ID, rows(desk).stream().map(JobRow::id).toList());
    }

    private static long number(String word) {
        if (!NUMBER.matcher(word).matches()) {
            throw new MistakeException(
                    ExitCode.USAGE,
                    "%s is neither the number of a job nor a command of jobs%s"
                            .formatted(Words.quote(word), Spelling.didYouMean(word, JobsCommands.NAMES)));
        }
        return Long.parseLong(word);
    }

    static String listed(Collection<Long> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
