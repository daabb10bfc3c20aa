package pipeline.cli.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pipeline.cli.common.ExitCode;
import pipeline.cli.overview.RunDetailsReader;
import pipeline.cli.overview.RunNameOption;
import pipeline.cli.overview.RunOverview;
import pipeline.cli.table.TableCommand;
import pipeline.cli.table.TableContext;
import pipeline.report.ChromeTrace;
import pipeline.report.HtmlReport;
import pipeline.report.RunColumns;
import pipeline.text.Plural;
import tools.jackson.databind.JsonNode;

/** Writes down how a run went: as a page to look at, or as a trace for Perfetto. */
@Command(
        name = "report",
        customSynopsis = "pipeline report -j JOB [OPTION...]",
        description =
                "Writes one page of HTML that shows how a run went: what failed and why, each attempt on a time line, how"
                        + " long jobs took, and all jobs to search and sort. The page needs nothing else, no network either.")
final class ReportCommand extends TableCommand {

    private static final String STANDARD_OUTPUT = "-";

    @Mixin
    RunNameOption run = new RunNameOption();

    @Option(
            names = {"-o", "--output-file"},
            paramLabel = "FILE",
            order = 2,
            description = "Where to write the page; it appears whole or not at all. - is standard output. Default:"
                    + " JOB.report.html in the current directory.")
    @Nullable
    String file;

    @Mixin
    OpenPageOption open = new OpenPageOption();

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            order = 6,
            description =
                    "Writes the attempts as a trace that https://ui.perfetto.dev opens, such as night.json.gz; the page"
                            + " is written as well only if -o or --open asks for it.")
    @Nullable
    String trace;

    @Override
    protected ExitCode run(TableContext context) throws IOException {
        RunOverview overview = run.run(context);
        RunColumns columns = RunColumns.read(context.table(), overview.jobName(), overview.shownUntil());
        String traceFile = trace;
        if (traceFile != null) {
            write(context, traceFile, out -> ChromeTrace.write(out, columns));
            say(context, traceFile, columns);
        }
        if (traceFile == null || file != null || open.isTyped()) {
            JsonNode summary = ReportSummary.of(
                    overview,
                    RunDetailsReader.read(context.table(), overview.jobName(), Integer.MAX_VALUE),
                    context.table());
            String page = file != null ? file : overview.jobName() + ".report.html";
            write(context, page, out -> HtmlReport.write(out, summary, columns));
            say(context, page, columns);
            open(context, page);
        }
        return ExitCode.DONE;
    }

    private static void write(TableContext context, String name, ReplacedFile.Content content) throws IOException {
        if (name.equals(STANDARD_OUTPUT)) {
            OutputStream out = context.out();
            content.write(out);
            out.flush();
        } else {
            ReplacedFile.write(path(context, name), content);
        }
    }

    private static void say(TableContext context, String name, RunColumns columns) throws IOException {
        if (!name.equals(STANDARD_OUTPUT)) {
            context.err()
                    .print("%s: %s, %s, %s\n"
                            .formatted(
                                    name,
                                    Plural.of(columns.jobCount(), "job"),
                                    Plural.of(columns.attemptCount(), "attempt"),
                                    size(Files.size(path(context, name)))));
        }
    }

    private static String size(long bytes) {
        return bytes < 1_000_000
                ? (bytes + 999) / 1000 + " kB"
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1_000_000.0);
    }

    private static Path path(TableContext context, String name) {
        return context.environment().directory().resolve(name);
    }

    private void open(TableContext context, String page) {
        if (open.isTyped()
                && !BrowserLauncher.open(
                        path(context, page), context.environment().variables())) {
            context.err().print("there is no xdg-open or open here to show it with; open it in a browser yourself\n");
        }
    }

    /** Nothing was written, so this is no success. */
    @Override
    protected ExitCode withoutTable(TableContext.Empty context) {
        super.withoutTable(context);
        return ExitCode.FAILED;
    }
}
