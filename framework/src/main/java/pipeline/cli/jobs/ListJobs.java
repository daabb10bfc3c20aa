package pipeline.cli.jobs;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import pipeline.cli.ground.ExitCode;
import pipeline.cli.output.OutputFormat;
import pipeline.store.query.Field;
import pipeline.store.query.JobFields;

/** Lists jobs, a line each. */
@Command(
        name = "jobs",
        customSynopsis = "pipeline jobs [COMMAND] [OPTION...] [ID...]",
        description = "Lists the jobs of the job table, or does something with them.")
final class ListJobs extends TableCommand {

    private static final List<Field> SHOWN = List.of(
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
    Selection selection = new Selection();

    @Mixin
    JobIds ids = new JobIds();

    @Mixin
    JobRecords records = new JobRecords();

    @Override
    ExitCode run(Desk desk) {
        return records.print(desk, selection.condition(desk).and(ids.condition(desk)), OutputFormat.TABLE, SHOWN);
    }

    @Override
    ExitCode withoutTable(Desk.Empty desk) {
        return records.printNothing(desk, OutputFormat.TABLE, SHOWN);
    }
}
