package pipeline.cli.jobs;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import pipeline.cli.common.ExitCode;
import pipeline.cli.output.OutputFormat;
import pipeline.cli.table.QueryArguments;
import pipeline.cli.table.TableCommand;
import pipeline.cli.table.TableContext;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;
import pipeline.store.query.QueryField;

/** Prints what fits a query in MongoDB's style. */
@Command(
        name = "query",
        customSynopsis = "pipeline jobs query [OPTION...] QUERY",
        description = {
            "Prints the jobs that fit a query in MongoDB's style.",
            "For example: '{\"status\": \"error\", \"host\": {\"$in\": [\"lce001\"]}, \"completed\": {\"$gte\": \"-1h\"}}'",
            "A part of the key or of the result is named with a dot: '{\"key.subject_id\": 3}'.",
            "Operators: $eq $ne $gt $gte $lt $lte $in $nin $exists $glob $and $or $not; null is None, times are ISO 8601 or"
                    + " so long ago."
        })
final class QueryJobs extends TableCommand {

    private static final List<QueryField> ALL = QueryArguments.all(JobFields.ALL);

    @Parameters(paramLabel = "QUERY", description = "JSON; '{}' means all jobs.")
    String query = "";

    @Mixin
    JobSelection selection = new JobSelection();

    @Mixin
    JobListing records = new JobListing();

    @Override
    protected ExitCode run(TableContext context) {
        QueryCondition condition = context.condition(query, JobFields.ALL).and(selection.condition(context));
        return records.print(context, condition, OutputFormat.TABLE, shown());
    }

    /** Returns what a person wants to see of a job, and for programs everything. */
    private List<QueryField> shown() {
        return records.display.format(OutputFormat.TABLE) == OutputFormat.TABLE ? ListJobs.SHOWN : ALL;
    }

    @Override
    protected ExitCode withoutTable(TableContext.Empty context) {
        QueryArguments.condition(
                query, JobFields.ALL, context.environment().clock().instant());
        return records.printNothing(context, OutputFormat.TABLE, shown());
    }
}
