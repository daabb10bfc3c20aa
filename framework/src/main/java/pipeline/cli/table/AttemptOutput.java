package pipeline.cli.table;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pipeline.store.AttemptRow;
import pipeline.store.JobRow;
import pipeline.store.JobTable;
import pipeline.store.MemberRow;
import pipeline.store.OutputFiles;

/**
 * Where what an attempt printed is kept; while it runs, where its master keeps it.
 *
 * @param machine of the master that keeps the files
 * @param stdout null if it printed nothing
 * @param stderr the same for standard error
 * @param records of the log of a node program; null if it is not known where they would be
 */
public record AttemptOutput(
        int number,
        String machine,
        @Nullable Path stdout,
        @Nullable Path stderr,
        @Nullable Path records) {

    /**
     * Returns that of an attempt.
     *
     * @param members all that the table knows, living or not
     */
    public static AttemptOutput of(JobRow row, AttemptRow attempt, List<MemberRow> members) {
        Optional<OutputFiles> files = members.stream()
                .filter(member -> member.id() == attempt.owner().member())
                .map(MemberRow::member)
                .filter(member -> !member.outputDirectory().isEmpty())
                .map(member -> OutputFiles.of(
                        Path.of(member.outputDirectory()),
                        row.job().host(),
                        row.id(),
                        attempt.number(),
                        row.job().program()))
                .findFirst();
        boolean isOver = attempt.ending() != null;
        return new AttemptOutput(
                attempt.number(),
                attempt.owner().machine(),
                isOver ? attempt.stdout() : files.map(OutputFiles::stdout).orElse(null),
                isOver ? attempt.stderr() : files.map(OutputFiles::stderr).orElse(null),
                files.map(OutputFiles::records).orElse(null));
    }

    /** Returns the output of the attempt with a number, or of the last one; empty if there is none. */
    public static Optional<AttemptOutput> ofLast(JobRow row, @Nullable Integer number, JobTable table) {
        List<AttemptRow> attempts = table.attempts(row.id());
        return attempts.stream()
                .filter(attempt -> number == null || attempt.number() == number)
                .reduce((one, other) -> other)
                .map(attempt -> of(row, attempt, table.members(true)));
    }
}
