package pipeline.cli.status;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.output.OutputFormat;
import pipeline.cli.output.RecordWriter;
import pipeline.cli.overview.RunDetailsReader;
import pipeline.cli.overview.RunNameOption;
import pipeline.cli.overview.RunOverview;
import pipeline.cli.table.DisplayOptions;
import pipeline.cli.table.QueryArguments;
import pipeline.cli.table.TableCommand;
import pipeline.cli.table.TableContext;
import pipeline.job.JobLabel;
import pipeline.store.JobRow;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;
import pipeline.store.query.QueryField;
import pipeline.text.DurationText;
import pipeline.text.Json;
import tools.jackson.databind.node.ObjectNode;

/** Shows the jobs of a run that take longest. */
@Command(
        name = "slow",
        customSynopsis = "pipeline slow -j JOB [OPTION...]",
        description =
                "Shows the jobs of a run that took longest, or run longest by now, with how many times the median that is.")
final class SlowCommand extends TableCommand {

    private record Measured(long id, double seconds, boolean runs) {}

    private static final List<QueryField> COLUMNS = Stream.of(
                    "job_id", "host", "status", "duration", "times_median", "program", "label")
            .map(name -> new QueryField(name, QueryField.ValueType.TEXT, QueryField.Search.SHOWN_ONLY))
            .toList();

    @Mixin
    RunNameOption run = new RunNameOption();

    @Option(names = "--limit", paramLabel = "N", order = 2, description = "So many jobs. Default: ${DEFAULT-VALUE}.")
    int limit = 20;

    @Mixin
    DisplayOptions display = new DisplayOptions();

    private final List<Double> durations = new ArrayList<>();
    private final PriorityQueue<Measured> slowest = new PriorityQueue<>(Comparator.comparingDouble(Measured::seconds));

    @Override
    protected ExitCode run(TableContext context) {
        if (limit < 1) {
            throw new UserErrorException(ExitCode.USAGE, "--limit must be at least 1, but was " + limit);
        }
        RunOverview one = run.run(context);
        QueryCondition ofName = QueryCondition.equal(JobFields.JOB_NAME, one.jobName());
        context.table()
                .query(
                        ofName.and(new QueryCondition.Exists(JobFields.DURATION)),
                        List.of(JobFields.JOB_ID, JobFields.DURATION),
                        null,
                        record -> {
                            double seconds =
                                    record.get(JobFields.DURATION.name()).doubleValue();
                            durations.add(seconds);
                            keep(new Measured(
                                    record.get(JobFields.JOB_ID.name()).longValue(), seconds, false));
                        });
        RunDetailsReader.running(context.table(), ofName, limit)
                .forEach(job ->
                        keep(new Measured(job.row().id(), job.age(one.now()).toMillis() / 1000.0, true)));
        print(context);
        return ExitCode.DONE;
    }

    private void keep(Measured job) {
        slowest.add(job);
        if (slowest.size() > limit) {
            slowest.remove();
        }
    }

    private void print(TableContext context) {
        double median = median();
        List<Measured> longestFirst = slowest.stream()
                .sorted(Comparator.comparingDouble(Measured::seconds).reversed().thenComparing(Measured::id))
                .toList();
        Map<Long, JobRow> rows = new HashMap<>();
        context.table().jobs(longestFirst.stream().map(Measured::id).toList()).forEach(row -> rows.put(row.id(), row));
        List<QueryField> columns = QueryArguments.keys(display.keys, COLUMNS, COLUMNS);
        List<String> names = columns.stream().map(QueryField::name).toList();
        boolean isTable = display.format(OutputFormat.TABLE) == OutputFormat.TABLE;
        try (RecordWriter writer = display.begin(context.environment(), OutputFormat.TABLE, columns)) {
            for (Measured job : longestFirst) {
                JobRow row = rows.get(job.id());
                if (row != null) {
                    writer.write(record(row, job, median, isTable).retain(names));
                }
            }
        }
        if (longestFirst.isEmpty() && isTable) {
            context.err().print("no job of the run has started yet\n");
        }
    }

    private double median() {
        List<Double> sorted = durations.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }

    private static ObjectNode record(JobRow row, Measured job, double median, boolean isTable) {
        ObjectNode record = (ObjectNode) Json.tree(Map.of());
        record.put("job_id", row.id());
        record.put("host", row.job().host());
        record.put("status", job.runs() ? "running" : row.state().status().word());
        if (isTable) {
            record.put("duration", DurationText.ofSeconds(job.seconds()));
        } else {
            record.put("duration", job.seconds());
        }
        if (median > 0) {
            record.put("times_median", Math.round(job.seconds() / median * 10) / 10.0);
        }
        record.put("program", row.job().program());
        record.put("label", JobLabel.of(row.job()));
        return record;
    }

    @Override
    protected ExitCode withoutTable(TableContext.Empty context) {
        display.begin(context.environment(), OutputFormat.TABLE, COLUMNS).close();
        return super.withoutTable(context);
    }
}
