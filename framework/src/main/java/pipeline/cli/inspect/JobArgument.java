package pipeline.cli.inspect;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.table.TableContext;
import pipeline.store.JobRow;
import pipeline.text.ShellQuoting;

/** The number of one job as an argument. */
final class JobArgument {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    @Parameters(arity = "0..1", paramLabel = "ID", description = "The number of a job, as logs and tables have it.")
    @Nullable
    String word;

    /**
     * Returns the job that was named; empty if none was.
     *
     * @throws UserErrorException if there is no such job
     */
    Optional<JobRow> row(TableContext context) {
        if (word == null) {
            return Optional.empty();
        }
        if (!NUMBER.matcher(word).matches()) {
            throw new UserErrorException(
                    ExitCode.USAGE, "ID must be the number of a job, but was " + ShellQuoting.quote(word));
        }
        List<JobRow> rows = context.table().jobs(List.of(Long.parseLong(word)));
        if (rows.isEmpty()) {
            throw new UserErrorException(
                    ExitCode.FAILED,
                    "there is no job %s in %s".formatted(word, context.table().describe()));
        }
        return Optional.of(rows.get(0));
    }
}
