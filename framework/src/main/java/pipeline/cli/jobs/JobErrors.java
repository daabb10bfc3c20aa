package pipeline.cli.jobs;

import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import pipeline.cli.common.ExitCode;
import pipeline.cli.output.OutputFormat;
import pipeline.cli.table.TableCommand;
import pipeline.cli.table.TableContext;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;
import pipeline.store.query.QueryField;
import pipeline.text.Json;
import pipeline.text.VisibleText;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows why jobs failed: the message and the whole stack. */
@Command(
        name = "errors",
        customSynopsis = "pipeline jobs errors [OPTION...] [ID...]",
        description = "Shows why jobs failed: message and stack, or the end of their standard error.")
final class JobErrors extends TableCommand {

    private static final List<QueryField> SHOWN = List.of(
            JobFields.JOB_ID,
            JobFields.JOB_NAME,
            JobFields.RECIPE,
            JobFields.HOST,
            JobFields.LABEL,
            JobFields.FAILURE_KIND,
            JobFields.EXIT_CODE,
            JobFields.ATTEMPTS,
            JobFields.COMPLETED_TIME,
            JobFields.ERROR_MESSAGE,
            JobFields.ERROR_STACK);

    @Mixin
    JobSelection selection = new JobSelection();

    @Mixin
    JobIdArguments ids = new JobIdArguments();

    @Mixin
    JobListing records = new JobListing();

    @Override
    protected ExitCode run(TableContext context) {
        QueryCondition failed = JobSelection.in(Set.of(JobStatus.ERROR))
                .and(selection.condition(context))
                .and(ids.condition(context));
        if (records.display.isAsked()) {
            return records.print(context, failed, OutputFormat.TABLE, SHOWN);
        }
        long[] shown = {0};
        records.each(context, failed, SHOWN, record -> {
            context.out().print((shown[0]++ == 0 ? "" : "\n") + text(record));
        });
        if (shown[0] == 0) {
            context.err().print("no failed jobs fit%s\n".formatted(selection.names.unknownNames(context.table())));
        }
        return ExitCode.DONE;
    }

    @Override
    protected ExitCode withoutTable(TableContext.Empty context) {
        return records.printNothing(context, OutputFormat.TABLE, SHOWN);
    }

    private static String text(ObjectNode record) {
        StringBuilder text = new StringBuilder("job %s: %s -j %s on %s"
                .formatted(
                        line(record, JobFields.JOB_ID),
                        line(record, JobFields.RECIPE),
                        line(record, JobFields.JOB_NAME),
                        line(record, JobFields.HOST)));
        String label = line(record, JobFields.LABEL);
        text.append(label.isEmpty() ? "" : ", " + label)
                .append(", attempt ")
                .append(line(record, JobFields.ATTEMPTS))
                .append(", ")
                .append(line(record, JobFields.COMPLETED_TIME))
                .append('\n');
        text.append("  ")
                .append(line(record, JobFields.FAILURE_KIND))
                .append(": ")
                .append(line(record, JobFields.ERROR_MESSAGE))
                .append('\n');
        JsonNode stack = record.get(JobFields.ERROR_STACK.name());
        return text + (stack != null && stack.isString() ? VisibleText.lines(stack.stringValue(), "    ") : "");
    }

    private static String line(ObjectNode record, QueryField field) {
        JsonNode value = record.get(field.name());
        if (value == null || value.isNull()) {
            return "";
        }
        return VisibleText.line(value.isString() ? value.stringValue() : Json.write(value));
    }
}
