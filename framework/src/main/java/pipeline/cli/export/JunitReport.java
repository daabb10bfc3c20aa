package pipeline.cli.export;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import pipeline.job.FailureKind;
import pipeline.job.JobLabel;
import pipeline.store.AttemptSummary;
import pipeline.store.JobRow;
import pipeline.text.VisibleText;

/**
 * A suite of tests in the XML of Ant's JUnit task, which Jenkins, GitLab and others show: a job is a test, one that failed by itself a
 * failure, one that could not be run as it should an error, one that waits or is left out is skipped.
 */
final class JunitReport implements JobWriter {

    private final PrintStream out;
    private final StringBuilder tests = new StringBuilder();
    private long count;
    private long failures;
    private long errors;
    private long skipped;
    private double time;

    JunitReport(PrintStream out) {
        this.out = out;
    }

    @Override
    public void begin() {
        out.print("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    }

    @Override
    public void job(JobRow job, List<AttemptSummary> attempts) {
        JobRow.End end = job.ending();
        double seconds = end == null || end.duration() == null ? 0 : end.duration();
        count++;
        time += seconds;
        tests.append("  <testcase classname=\"%s\" name=\"%s\" time=\"%s\""
                .formatted(
                        text(job.step().jobName() + "." + job.job().host()),
                        text(job.id() + " " + JobLabel.of(job.job())),
                        seconds(seconds)));
        if (end == null) {
            skipped++;
            String reason = job.state().reason();
            tests.append(">\n    <skipped message=\"%s\"/>\n  </testcase>\n"
                    .formatted(text(reason.isEmpty() ? job.state().status().word() : reason)));
        } else if (end.kind() == null) {
            tests.append("/>\n");
        } else {
            failure(job, end, end.kind());
        }
    }

    private void failure(JobRow job, JobRow.End end, FailureKind kind) {
        boolean isOfJob = switch (kind) {
            case PROGRAM, TIMEOUT, OUTPUT -> true;
            case SETUP, LOST, CONNECTION, CANCELLED, INTERNAL -> false;
        };
        failures += isOfJob ? 1 : 0;
        errors += isOfJob ? 0 : 1;
        String word = isOfJob ? "failure" : "error";
        tests.append(">\n    <%s type=\"%s\" message=\"%s\">%s</%s>\n  </testcase>\n"
                .formatted(
                        word,
                        kind.name().toLowerCase(Locale.ROOT),
                        text(end.message()),
                        text("job %d, %s: %s\npipeline logs %d"
                                .formatted(
                                        job.id(),
                                        code(end.exitCode()),
                                        job.job().command().describe(),
                                        job.id())),
                        word));
    }

    private static String code(@Nullable Integer exitCode) {
        return exitCode == null ? "without an exit code" : "exit code " + exitCode;
    }

    @Override
    public void end() {
        out.print(
                "<testsuites>\n<testsuite name=\"pipeline\" tests=\"%d\" failures=\"%d\" errors=\"%d\" skipped=\"%d\" time=\"%s\">\n"
                        .formatted(count, failures, errors, skipped, seconds(time)));
        out.print(tests);
        out.print("</testsuite>\n</testsuites>\n");
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds);
    }

    /** Returns a text for XML 1.0, which has no place for most control characters. */
    private static String text(String text) {
        return VisibleText.lines(text, "")
                .stripTrailing()
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("\n", "&#10;");
    }
}
