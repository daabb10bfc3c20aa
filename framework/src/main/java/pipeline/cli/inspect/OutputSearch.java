package pipeline.cli.inspect;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import pipeline.cli.table.AttemptOutput;
import pipeline.cli.table.TableContext;
import pipeline.store.AttemptRow;
import pipeline.store.JobRow;
import pipeline.store.MemberRow;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;

/** Looks through what the last attempts at the jobs of a run printed. */
final class OutputSearch {

    private static final int AT_A_TIME = 500;

    private final String text;
    private final Set<PrintedStream> streams;

    OutputSearch(String text, Set<PrintedStream> streams) {
        this.text = text;
        this.streams = streams;
    }

    /** Hands over each line that holds the text, with its job; returns how many there were. */
    long search(TableContext context, String jobName, BiConsumer<JobRow, String> found) throws IOException {
        List<Long> ids = new ArrayList<>();
        context.table()
                .query(
                        QueryCondition.equal(JobFields.JOB_NAME, jobName),
                        List.of(JobFields.JOB_ID),
                        null,
                        record -> ids.add(record.get(JobFields.JOB_ID.name()).longValue()));
        List<MemberRow> members = context.table().members(true);
        long lines = 0;
        for (int from = 0; from < ids.size(); from += AT_A_TIME) {
            List<Long> some = ids.subList(from, Math.min(ids.size(), from + AT_A_TIME));
            List<AttemptRow> attempts = context.table().lastAttempts(some);
            for (JobRow row : context.table().jobs(some)) {
                for (AttemptRow attempt : attempts) {
                    if (attempt.job() == row.id()) {
                        AttemptOutput output = AttemptOutput.of(row, attempt, members);
                        for (PrintedStream stream : streams) {
                            lines += search(stream.file(output), row, found);
                        }
                    }
                }
            }
        }
        return lines;
    }

    private long search(@Nullable Path file, JobRow row, BiConsumer<JobRow, String> found) throws IOException {
        if (file == null || !Files.isRegularFile(file)) {
            return 0;
        }
        long lines = 0;
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.contains(text)) {
                    found.accept(row, line);
                    lines++;
                }
            }
        }
        return lines;
    }
}
