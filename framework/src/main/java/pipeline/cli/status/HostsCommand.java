package pipeline.cli.status;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import pipeline.cli.common.ExitCode;
import pipeline.cli.output.OutputFormat;
import pipeline.cli.output.RecordWriter;
import pipeline.cli.overview.HostOverview;
import pipeline.cli.overview.RunDetailsReader;
import pipeline.cli.overview.RunJson;
import pipeline.cli.overview.RunNameOption;
import pipeline.cli.table.DisplayOptions;
import pipeline.cli.table.QueryArguments;
import pipeline.cli.table.TableCommand;
import pipeline.cli.table.TableContext;
import pipeline.store.query.QueryField;
import pipeline.text.DurationText;
import tools.jackson.databind.node.ObjectNode;

/** Shows what a run does on each of its hosts. */
@Command(
        name = "hosts",
        customSynopsis = {"pipeline hosts -j JOB [OPTION...]", "pipeline hosts check [OPTION...] [HOSTSET|MAP]..."},
        description = {
            "Shows what a run does on each of its hosts, how long its jobs take there, and what failed last.",
            "pipeline hosts check looks at hosts before a run; pipeline hosts check --help says more."
        })
final class HostsCommand extends TableCommand {

    private static final List<QueryField> COLUMNS = Stream.of(
                    "host",
                    "state",
                    "running",
                    "waiting",
                    "parked",
                    "done",
                    "failed",
                    "ignored",
                    "median",
                    "slowest",
                    "last_error",
                    "note")
            .map(name -> new QueryField(name, QueryField.ValueType.TEXT, QueryField.Search.SHOWN_ONLY))
            .toList();

    @Mixin
    RunNameOption run = new RunNameOption();

    @Mixin
    DisplayOptions display = new DisplayOptions();

    @Override
    protected ExitCode run(TableContext context) {
        List<HostOverview> hosts = RunDetailsReader.read(
                        context.table(), run.run(context).jobName(), 0)
                .hosts();
        List<QueryField> columns = QueryArguments.keys(display.keys, COLUMNS, COLUMNS);
        List<String> names = columns.stream().map(QueryField::name).toList();
        boolean isTable = display.format(OutputFormat.TABLE) == OutputFormat.TABLE;
        try (RecordWriter writer = display.begin(context.environment(), OutputFormat.TABLE, columns)) {
            hosts.forEach(host -> writer.write((isTable ? row(host) : RunJson.host(host)).retain(names)));
        }
        return ExitCode.DONE;
    }

    /** Returns a host as people read it: its times in words. */
    static ObjectNode row(HostOverview host) {
        ObjectNode row = RunJson.host(host);
        row.put("median", time(host.median()));
        row.put("slowest", time(host.slowest()));
        return row;
    }

    private static String time(@Nullable Double seconds) {
        return seconds == null ? "" : DurationText.ofSeconds(seconds);
    }

    @Override
    protected ExitCode withoutTable(TableContext.Empty context) {
        display.begin(context.environment(), OutputFormat.TABLE, COLUMNS).close();
        return super.withoutTable(context);
    }
}
