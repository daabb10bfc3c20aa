package pipeline.cli.jobs;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import pipeline.cli.common.ExitCode;
import pipeline.cli.output.OutputFormat;
import pipeline.cli.table.QueryArguments;
import pipeline.cli.table.TableCommand;
import pipeline.cli.table.TableContext;
import pipeline.store.query.Field;
import pipeline.store.query.JobFields;

/** Prints whole records for other programs. */
@Command(
        name = "export",
        customSynopsis = "pipeline jobs export [OPTION...] [ID...]",
        description = "Prints all there is about jobs for other programs, as JSON Lines if nothing else is asked for.")
final class ExportJobs extends TableCommand {

    private static final List<Field> SHOWN = QueryArguments.all(JobFields.ALL);

    @Mixin
    JobSelection selection = new JobSelection();

    @Mixin
    JobIdArguments ids = new JobIdArguments();

    @Mixin
    JobListing records = new JobListing();

    @Override
    protected ExitCode run(TableContext context) {
        return records.print(
                context, selection.condition(context).and(ids.condition(context)), OutputFormat.JSONL, SHOWN);
    }

    @Override
    protected ExitCode withoutTable(TableContext.Empty context) {
        return records.printNothing(context, OutputFormat.JSONL, SHOWN);
    }
}
