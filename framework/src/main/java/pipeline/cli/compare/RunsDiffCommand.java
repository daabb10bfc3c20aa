package pipeline.cli.compare;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.output.OutputFormat;
import pipeline.cli.output.RecordWriter;
import pipeline.cli.table.DisplayOptions;
import pipeline.cli.table.RunNames;
import pipeline.cli.table.TableCommand;
import pipeline.cli.table.TableContext;
import pipeline.failure.FailureGroup;
import pipeline.text.DurationText;
import pipeline.text.Plural;
import pipeline.text.VisibleText;
import tools.jackson.databind.node.ObjectNode;

/** Shows what is otherwise in one run than in another. */
@Command(
        name = "diff",
        customSynopsis = "pipeline runs diff JOB JOB [OPTION...]",
        description =
                "Compares two runs: what failed newly, what was mended, what became slower, and on which hosts. Jobs are"
                        + " the same in both if they have the same recipe, step, program and label; hosts may differ.")
final class RunsDiffCommand extends TableCommand {

    private static final int MOST_SHOWN = 10;

    /** A host is shown whose median is otherwise by so much. */
    private static final double NOTICEABLE = 1.2;

    private static final List<String> COLUMNS = List.of("job_id", "host", "before", "after", "times", "label");

    private static final List<String> HOST_COLUMNS = List.of("host", "before", "after", "times");

    @Parameters(arity = "2", paramLabel = "JOB", description = "The job names of the earlier run and of the later one.")
    List<String> names = List.of();

    @Option(
            names = "--times",
            paramLabel = "X",
            order = 1,
            description =
                    "A job counts as slower that took X times as long, and a second longer. Default: ${DEFAULT-VALUE}.")
    double times = 1.5;

    @Mixin
    DisplayOptions display = new DisplayOptions();

    @Override
    protected ExitCode run(TableContext context) {
        if (!(times >= 1)) {
            throw new UserErrorException(ExitCode.USAGE, "--times must be at least 1, but was " + times);
        }
        List<JobResult> before = read(context, names.get(0));
        List<JobResult> after = read(context, names.get(1));
        RunComparison comparison = new RunComparison(before, after);
        if (display.format(OutputFormat.TABLE) == OutputFormat.TABLE) {
            print(context, comparison);
        } else {
            context.out()
                    .print(VisibleText.json(ComparisonJson.of(names.get(0), names.get(1), comparison, times)) + "\n");
        }
        return ExitCode.DONE;
    }

    private static List<JobResult> read(TableContext context, String name) {
        List<JobResult> jobs = JobResultReader.read(context.table(), name);
        if (jobs.isEmpty()) {
            throw RunNames.unknown(context, name);
        }
        return jobs;
    }

    private void print(TableContext context, RunComparison comparison) {
        PrintStream out = context.out();
        counts(context, comparison);
        List<FailureGroup> causes = comparison.newlyFailed().largestFirst();
        if (!causes.isEmpty()) {
            out.print("\nfailed newly: %s\n"
                    .formatted(jobs(comparison.newlyFailed().jobs())));
            causes.stream()
                    .limit(MOST_SHOWN)
                    .forEach(group -> line(
                            out,
                            "  %s on %s: %s; pipeline logs %d"
                                    .formatted(
                                            jobs(group.jobs()),
                                            group.hostSet(),
                                            group.cause(),
                                            group.example().id())));
            more(out, causes.size(), "causes");
        }
        list(out, "mended", comparison.mended());
        list(out, "only in " + names.get(0), comparison.onlyBefore());
        list(out, "only in " + names.get(1), comparison.onlyAfter());
        pairs(context, "slower", comparison.slower(times));
        pairs(context, "faster", comparison.faster(times));
        hosts(context, comparison);
    }

    private void counts(TableContext context, RunComparison comparison) {
        try (RecordWriter writer = OutputFormat.TABLE.begin(
                context.out(),
                List.of("run", "jobs", "done", "failed", "median"),
                context.environment().tty().width())) {
            for (int i = 0; i < 2; i++) {
                Map<JobResult.MatchKey, JobResult> jobs = i == 0 ? comparison.before() : comparison.after();
                OptionalDouble median = RunComparison.median(jobs);
                ObjectNode row = ComparisonJson.counts(jobs);
                row.put("run", names.get(i));
                row.put("median", median.isPresent() ? DurationText.ofSeconds(median.getAsDouble()) : "");
                writer.write(row);
            }
        }
    }

    private static void list(PrintStream out, String word, List<JobResult> jobs) {
        if (!jobs.isEmpty()) {
            String some = jobs.stream()
                    .limit(MOST_SHOWN)
                    .map(job -> "job %d (%s)".formatted(job.id(), job.identity().text()))
                    .collect(Collectors.joining(", "));
            out.print("\n");
            line(out, "%s: %s".formatted(word, jobs(jobs.size())));
            line(
                    out,
                    "  " + some
                            + (jobs.size() > MOST_SHOWN ? ", and %d more".formatted(jobs.size() - MOST_SHOWN) : ""));
        }
    }

    private static void pairs(TableContext context, String word, List<RunComparison.Pair> pairs) {
        if (pairs.isEmpty()) {
            return;
        }
        context.out().print("\n%s: %s\n".formatted(word, jobs(pairs.size())));
        try (RecordWriter writer = OutputFormat.TABLE.begin(
                context.out(), COLUMNS, context.environment().tty().width())) {
            pairs.stream().limit(MOST_SHOWN).forEach(pair -> {
                ObjectNode row = ComparisonJson.pair(pair);
                row.put("before", seconds(pair.before().successSeconds()));
                row.put("after", seconds(pair.after().successSeconds()));
                row.put("times", times(pair.times()));
                writer.write(row);
            });
        }
        more(context.out(), pairs.size(), "jobs");
    }

    private static void hosts(TableContext context, RunComparison comparison) {
        List<RunComparison.HostMedians> changed = comparison.hosts().stream()
                .filter(host -> host.times() >= NOTICEABLE || host.times() <= 1 / NOTICEABLE)
                .toList();
        if (changed.isEmpty()) {
            return;
        }
        context.out().print("\nhosts whose median is otherwise: %d\n".formatted(changed.size()));
        try (RecordWriter writer = OutputFormat.TABLE.begin(
                context.out(), HOST_COLUMNS, context.environment().tty().width())) {
            changed.stream().limit(MOST_SHOWN).forEach(host -> {
                ObjectNode row = ComparisonJson.host(host);
                row.put("before", seconds(host.before()));
                row.put("after", seconds(host.after()));
                row.put("times", times(host.times()));
                writer.write(row);
            });
        }
        more(context.out(), changed.size(), "hosts");
    }

    private static void more(PrintStream out, int count, String what) {
        if (count > MOST_SHOWN) {
            out.print("and %d %s more; --output json has all\n".formatted(count - MOST_SHOWN, what));
        }
    }

    private static String seconds(@Nullable Double seconds) {
        return seconds == null ? "" : DurationText.ofSeconds(seconds);
    }

    private static String times(double times) {
        return String.format(Locale.ROOT, "%.2f", times);
    }

    private static void line(PrintStream out, String text) {
        out.print(VisibleText.line(text) + "\n");
    }

    private static String jobs(long count) {
        return Plural.of(count, "job");
    }
}
