package pipeline.cli.jobs;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Parameters;
import pipeline.cli.common.DidYouMean;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.table.TableContext;
import pipeline.config.Suggestion;
import pipeline.store.JobRow;
import pipeline.store.Progress;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;
import pipeline.text.ShellQuoting;

/** The numbers of jobs as arguments. */
final class JobIdArguments {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    @Parameters(arity = "0..*", paramLabel = "ID", description = "The numbers of jobs.")
    List<String> words = new ArrayList<>();

    boolean isEmpty() {
        return words.isEmpty();
    }

    /**
     * Returns the jobs that were named.
     *
     * @throws UserErrorException if a word is no number, or there is no such job
     */
    List<JobRow> rows(TableContext context) {
        Set<Long> ids =
                words.stream().map(word -> number(word, context)).collect(Collectors.toCollection(LinkedHashSet::new));
        List<JobRow> rows = context.table().jobs(ids);
        rows.forEach(row -> ids.remove(row.id()));
        if (!ids.isEmpty()) {
            throw new UserErrorException(
                    ExitCode.USAGE,
                    "there is no job %s in %s; nothing was done"
                            .formatted(listed(ids), context.table().describe()));
        }
        return rows;
    }

    /** Returns the condition that it is one of them; all jobs if none was named. */
    QueryCondition condition(TableContext context) {
        return isEmpty()
                ? QueryCondition.always()
                : QueryCondition.in(
                        JobFields.JOB_ID, rows(context).stream().map(JobRow::id).toList());
    }

    private static long number(String word, TableContext context) {
        if (!NUMBER.matcher(word).matches()) {
            List<String> runs = context.table().progress(QueryCondition.always()).stream()
                    .map(Progress::jobName)
                    .distinct()
                    .toList();
            Optional<String> run = runs.contains(word) ? Optional.of(word) : Suggestion.of(word, runs);
            if (run.isPresent()
                    && Suggestion.of(word, JobsCommands.JOBS.keySet()).isEmpty()) {
                throw new UserErrorException(
                        ExitCode.USAGE,
                        "%s is not the number of a job; did you mean the jobs of a run, -j %s?"
                                .formatted(ShellQuoting.quote(word), run.get()));
            }
            throw new UserErrorException(
                    ExitCode.USAGE,
                    "%s is neither the number of a job nor a command of jobs%s"
                            .formatted(
                                    ShellQuoting.quote(word), DidYouMean.didYouMean(word, JobsCommands.JOBS.keySet())));
        }
        return Long.parseLong(word);
    }

    static String listed(Collection<Long> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
