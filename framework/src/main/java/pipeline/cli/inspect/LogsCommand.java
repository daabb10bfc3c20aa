package pipeline.cli.inspect;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.overview.RunNameOption;
import pipeline.cli.overview.RunOverview;
import pipeline.cli.table.AttemptOutput;
import pipeline.cli.table.TableCommand;
import pipeline.cli.table.TableContext;
import pipeline.job.JobLabel;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.JobRow;
import pipeline.text.VisibleText;

/** Shows what jobs print. */
@Command(
        name = "logs",
        customSynopsis = "pipeline logs ID [OPTION...]%n       pipeline logs -j JOB --grep TEXT [OPTION...]",
        description = "Shows what a job printed and logged, also while it runs; or which jobs of a run printed a text.")
final class LogsCommand extends TableCommand {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    @Mixin
    JobArgument job = new JobArgument();

    @Mixin
    RunNameOption run = new RunNameOption();

    @Option(names = "--stdout", order = 2, description = "Standard output alone, byte for byte.")
    boolean isStdout;

    @Option(names = "--stderr", order = 3, description = "Standard error alone, byte for byte.")
    boolean isStderr;

    @Option(names = "--records", order = 4, description = "The log records of a node program alone.")
    boolean isRecords;

    @Option(names = "--attempt", paramLabel = "N", order = 5, description = "Of this attempt. Default: the last one.")
    @Nullable
    Integer attempt;

    @Option(
            names = {"-f", "--follow"},
            order = 6,
            description = "Goes on with what the job prints until it has ended.")
    boolean isFollowing;

    @Option(
            names = "--grep",
            paramLabel = "TEXT",
            order = 7,
            description = "Lines that hold this text, of all jobs of the run.")
    @Nullable
    String text;

    @Override
    protected ExitCode run(TableContext context) throws IOException, InterruptedException {
        Optional<JobRow> row = job.row(context);
        if (row.isPresent() == (text != null)) {
            throw new UserErrorException(
                    ExitCode.USAGE,
                    row.isPresent()
                            ? "--grep looks through a run: say which with -j JOB in place of ID"
                            : "say which job: pipeline logs ID; or what to look for in a run: -j JOB --grep TEXT");
        }
        return row.isPresent() ? show(row.get(), context) : grep(context);
    }

    private ExitCode show(JobRow row, TableContext context) throws IOException, InterruptedException {
        AttemptOutput output = AttemptOutput.ofLast(row, attempt, context.table())
                .orElseThrow(() -> new UserErrorException(
                        ExitCode.FAILED,
                        attempt == null
                                ? "job %d has not started yet; pipeline explain %d says why"
                                        .formatted(row.id(), row.id())
                                : "job %d has no attempt %d".formatted(row.id(), attempt)));
        List<OutputCopier> copiers = copiers(output, context.out());
        boolean isAny = false;
        while (true) {
            boolean isRunning = isFollowing
                    && context.table().get(row.id()).stream()
                            .anyMatch(now -> now.state().status() == JobStatus.RESERVED);
            for (OutputCopier copier : copiers) {
                isAny |= copier.copy();
            }
            context.out().flush();
            if (!isRunning || context.out().checkError()) {
                break;
            }
            Thread.sleep(LOOK_AGAIN.toMillis());
        }
        if (!isAny) {
            context.err().print(nothing(row, output));
        }
        return ExitCode.DONE;
    }

    private List<OutputCopier> copiers(AttemptOutput output, PrintStream out) {
        Set<PrintedStream> wanted = wanted();
        List<OutputCopier> copiers = new ArrayList<>();
        for (PrintedStream stream : wanted) {
            Path file = stream.file(output);
            if (file != null) {
                copiers.add(new OutputCopier(file, wanted.size() > 1 ? stream.words() : "", out));
            }
        }
        return copiers;
    }

    /** Returns the streams that were named, or all if none was. */
    private Set<PrintedStream> wanted() {
        Set<PrintedStream> named = EnumSet.noneOf(PrintedStream.class);
        if (isStdout) {
            named.add(PrintedStream.STDOUT);
        }
        if (isStderr) {
            named.add(PrintedStream.STDERR);
        }
        if (isRecords) {
            named.add(PrintedStream.RECORDS);
        }
        return named.isEmpty() ? EnumSet.allOf(PrintedStream.class) : named;
    }

    private static String nothing(JobRow row, AttemptOutput output) {
        Path file = output.stdout() != null ? output.stdout() : output.stderr();
        Path directory = file == null ? null : file.getParent();
        if (directory != null && Files.notExists(directory)) {
            return "what job %d printed is kept on %s, in %s\n"
                    .formatted(row.id(), output.machine(), VisibleText.line(directory.toString()));
        }
        return "attempt %d of job %d printed and logged nothing\n".formatted(output.number(), row.id());
    }

    private ExitCode grep(TableContext context) throws IOException {
        RunOverview overview = run.run(context);
        OutputSearch search = new OutputSearch(String.valueOf(text), wanted());
        long lines = search.search(
                context,
                overview.jobName(),
                (row, line) -> context.out()
                        .print(VisibleText.line("job %d (%s on %s): %s"
                                        .formatted(
                                                row.id(),
                                                JobLabel.of(row.job()),
                                                row.job().host(),
                                                line))
                                + "\n"));
        if (lines == 0) {
            context.err().print("no job of %s printed it\n".formatted(overview.jobName()));
        }
        return lines == 0 ? ExitCode.FAILED : ExitCode.DONE;
    }
}
