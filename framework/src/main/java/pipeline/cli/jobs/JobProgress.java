package pipeline.cli.jobs;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import pipeline.cli.common.ExitCode;
import pipeline.cli.output.OutputFormat;
import pipeline.cli.output.RecordWriter;
import pipeline.cli.table.DisplayOptions;
import pipeline.cli.table.QueryArguments;
import pipeline.cli.table.TableCommand;
import pipeline.cli.table.TableContext;
import pipeline.store.Progress;
import pipeline.store.query.QueryField;
import pipeline.text.Json;
import tools.jackson.databind.node.ObjectNode;

/** Counts jobs by where they stand. */
@Command(
        name = "progress",
        customSynopsis = "pipeline jobs progress [OPTION...]",
        description = "Counts the jobs of each recipe by where they stand.")
final class JobProgress extends TableCommand {

    private static final List<QueryField> COLUMNS = List.of(
            text("job_name"),
            text("recipe"),
            number("total"),
            number("pending"),
            number("reserved"),
            number("success"),
            number("error"),
            number("ignore"),
            number("remaining"),
            number("parked"));

    @Mixin
    JobSelection selection = new JobSelection();

    @Mixin
    DisplayOptions display = new DisplayOptions();

    @Override
    protected ExitCode run(TableContext context) {
        List<QueryField> columns = QueryArguments.keys(display.keys, COLUMNS, COLUMNS);
        List<Progress> counted = context.table().progress(selection.condition(context));
        try (RecordWriter writer = display.begin(context.environment(), OutputFormat.TABLE, columns)) {
            for (Progress progress : counted) {
                ObjectNode record = record(progress);
                record.retain(columns.stream().map(QueryField::name).toList());
                writer.write(record);
            }
        }
        if (counted.isEmpty() && display.format(OutputFormat.TABLE) == OutputFormat.TABLE) {
            context.err().print("no jobs fit\n");
        }
        return ExitCode.DONE;
    }

    @Override
    protected ExitCode withoutTable(TableContext.Empty context) {
        display.begin(context.environment(), OutputFormat.TABLE, QueryArguments.keys(display.keys, COLUMNS, COLUMNS))
                .close();
        return super.withoutTable(context);
    }

    private static ObjectNode record(Progress progress) {
        ObjectNode record = (ObjectNode) Json.tree(Map.of());
        record.put("job_name", progress.jobName());
        record.put("recipe", progress.recipe());
        record.put("total", progress.total());
        record.put("pending", progress.pending());
        record.put("reserved", progress.reserved());
        record.put("success", progress.success());
        record.put("error", progress.error());
        record.put("ignore", progress.ignore());
        record.put("remaining", progress.remaining());
        record.put("parked", progress.parked());
        return record;
    }

    private static QueryField text(String name) {
        return new QueryField(name, QueryField.ValueType.TEXT, QueryField.Search.SHOWN_ONLY);
    }

    private static QueryField number(String name) {
        return new QueryField(name, QueryField.ValueType.INTEGER, QueryField.Search.SHOWN_ONLY);
    }
}
