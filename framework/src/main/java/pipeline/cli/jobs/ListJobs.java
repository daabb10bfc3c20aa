package pipeline.cli.jobs;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import pipeline.cli.common.ExitCode;
import pipeline.cli.output.OutputFormat;
import pipeline.cli.table.TableCommand;
import pipeline.cli.table.TableContext;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryField;

/** Lists jobs, a line each. */
@Command(
        name = "jobs",
        customSynopsis = "pipeline jobs [COMMAND] [OPTION...] [ID...]",
        description = "Lists the jobs of the job table, or does something with them.")
final class ListJobs extends TableCommand {

    /** What a person wants to see of a job. */
    static final List<QueryField> SHOWN = List.of(
            JobFields.JOB_ID,
            JobFields.JOB_NAME,
            JobFields.RECIPE,
            JobFields.HOST,
            JobFields.STATUS,
            JobFields.ATTEMPTS,
            JobFields.DURATION,
            JobFields.LABEL,
            JobFields.ERROR_MESSAGE,
            JobFields.REASON);

    @Mixin
    JobSelection selection = new JobSelection();

    @Mixin
    JobIdArguments ids = new JobIdArguments();

    @Mixin
    JobListing records = new JobListing();

    @Override
    protected ExitCode run(TableContext context) {
        return records.print(
                context,
                selection.condition(context).and(ids.condition(context)),
                OutputFormat.TABLE,
                SHOWN,
                () -> selection.names.unknownNames(context.table()));
    }

    @Override
    protected ExitCode withoutTable(TableContext.Empty context) {
        return records.printNothing(context, OutputFormat.TABLE, SHOWN);
    }
}
