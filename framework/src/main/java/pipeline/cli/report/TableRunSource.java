package pipeline.cli.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import pipeline.cli.overview.RunDetailsReader;
import pipeline.cli.overview.RunJson;
import pipeline.cli.overview.RunOverview;
import pipeline.cli.overview.RunOverviews;
import pipeline.cli.table.AttemptOutput;
import pipeline.report.RunColumns;
import pipeline.store.JobRow;
import pipeline.store.JobTable;
import pipeline.text.Json;
import pipeline.web.RunSource;
import tools.jackson.databind.JsonNode;

/** The runs of a job table, and what their jobs printed on this machine. Thread-safe. */
public final class TableRunSource implements RunSource {

    private final JobTable table;
    private final RunOverviews overviews;

    /**
     * Makes one.
     *
     * @param table stays open
     * @param silentAfter for how long a master of another machine may be silent before it counts as dead
     */
    public TableRunSource(JobTable table, Duration silentAfter) {
        this.table = table;
        this.overviews = new RunOverviews(table, silentAfter);
    }

    @Override
    public JsonNode runs() {
        return Json.tree(overviews.all().stream().map(RunJson::line).toList());
    }

    @Override
    public Optional<Moment> run(String jobName) {
        return overviews.of(jobName).map(this::moment);
    }

    private Moment moment(RunOverview overview) {
        RunColumns columns = RunColumns.read(table, overview.jobName(), overview.shownUntil());
        return new Moment(
                ReportSummary.of(overview, RunDetailsReader.read(table, overview.jobName(), Integer.MAX_VALUE), table),
                columns);
    }

    @Override
    public Optional<OutputPart> output(long job, int attempt, OutputKind stream, long from, int most)
            throws IOException {
        Optional<JobRow> row = table.get(job);
        Optional<Path> file = row.flatMap(known -> AttemptOutput.ofLast(known, attempt, table))
                .flatMap(output -> Optional.ofNullable(
                        switch (stream) {
                            case STDOUT -> output.stdout();
                            case STDERR -> output.stderr();
                        }));
        return file.isEmpty() ? Optional.empty() : part(file.get(), from, most);
    }

    private static Optional<OutputPart> part(Path file, long from, int most) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long size = channel.size();
            long begin = Math.min(size, from < 0 ? Math.max(0, size + from) : from);
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(most, size - begin));
            channel.position(begin);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // a file may be read in pieces
            }
            return Optional.of(new OutputPart(bytes.flip(), begin, size));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
