package pipeline.cli.status;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.output.OutputFormat;
import pipeline.cli.output.RecordWriter;
import pipeline.cli.overview.MasterState;
import pipeline.cli.overview.RunDetails;
import pipeline.cli.overview.RunDetailsReader;
import pipeline.cli.overview.RunJson;
import pipeline.cli.overview.RunNameOption;
import pipeline.cli.overview.RunOverview;
import pipeline.cli.table.DisplayOptions;
import pipeline.cli.table.QueryArguments;
import pipeline.cli.table.TableCommand;
import pipeline.cli.table.TableContext;
import pipeline.store.query.QueryField;
import pipeline.text.VisibleText;

/** Shows how far runs are. */
@Command(
        name = "status",
        customSynopsis = "pipeline status [OPTION...]",
        description =
                "Shows how far runs are, live, ended or dead: all of them, or with -j one with its hosts, what runs now"
                        + " and what failed.")
final class StatusCommand extends TableCommand {

    private static final String CLEAR = "\u001b[H\u001b[2J";

    private static final List<QueryField> COLUMNS = List.of(
            text("job_name"),
            text("recipe"),
            text("state"),
            number("percent"),
            number("done"),
            number("failed"),
            number("parked"),
            number("running"),
            number("waiting"),
            number("total"),
            text("left"),
            text("since"));

    @Mixin
    RunNameOption run = new RunNameOption();

    @Option(
            names = "--watch",
            paramLabel = "SECONDS",
            arity = "0..1",
            fallbackValue = "2",
            order = 2,
            description = "Shows it again every so many seconds, 2 if nothing is said, until the run has ended.")
    @Nullable
    Integer watch;

    @Option(names = "--all-hosts", order = 3, description = "Shows all hosts of the run, not only some of them.")
    boolean withAllHosts;

    @Mixin
    DisplayOptions display = new DisplayOptions();

    @Override
    protected ExitCode run(TableContext context) throws InterruptedException {
        if (watch == null) {
            show(context);
            return ExitCode.DONE;
        }
        if (watch < 1) {
            throw new UserErrorException(ExitCode.USAGE, "--watch must be at least 1, but was " + watch);
        }
        boolean isScreen = context.environment().tty().width().isPresent();
        while (true) {
            context.out().print(isScreen ? CLEAR : "");
            boolean isLive = show(context);
            context.out().flush();
            if (!isLive || context.out().checkError()) {
                return ExitCode.DONE;
            }
            Thread.sleep(Duration.ofSeconds(watch).toMillis());
        }
    }

    /** Returns whether any of what was shown is live. */
    private boolean show(TableContext context) {
        if (run.name() == null) {
            List<RunOverview> runs = RunNameOption.overviews(context).all();
            list(context, runs);
            return runs.stream().anyMatch(one -> one.state() == MasterState.LIVE);
        }
        RunOverview one = run.run(context);
        boolean isTable = display.format(OutputFormat.TABLE) == OutputFormat.TABLE;
        RunDetails details = RunDetailsReader.read(
                context.table(), one.jobName(), isTable ? RunScreen.mostRunning() : Integer.MAX_VALUE);
        if (isTable) {
            new RunScreen(
                            context.out(),
                            display.width(context.environment()),
                            display.height(context.environment()),
                            withAllHosts)
                    .print(one, details, context.table());
        } else {
            context.out().print(VisibleText.json(RunJson.of(one, details)) + "\n");
        }
        return one.state() == MasterState.LIVE;
    }

    private void list(TableContext context, List<RunOverview> runs) {
        List<QueryField> columns = QueryArguments.keys(display.keys, COLUMNS, COLUMNS);
        List<String> names = columns.stream().map(QueryField::name).toList();
        try (RecordWriter writer = display.begin(context.environment(), OutputFormat.TABLE, columns)) {
            runs.forEach(overview -> writer.write(RunJson.line(overview).retain(names)));
        }
        if (runs.isEmpty() && display.format(OutputFormat.TABLE) == OutputFormat.TABLE) {
            context.err().print("no jobs are in %s\n".formatted(context.table().describe()));
        }
    }

    @Override
    protected ExitCode withoutTable(TableContext.Empty context) {
        display.begin(context.environment(), OutputFormat.TABLE, COLUMNS).close();
        return super.withoutTable(context);
    }

    private static QueryField text(String name) {
        return new QueryField(name, QueryField.ValueType.TEXT, QueryField.Search.SHOWN_ONLY);
    }

    private static QueryField number(String name) {
        return new QueryField(name, QueryField.ValueType.INTEGER, QueryField.Search.SHOWN_ONLY);
    }
}
