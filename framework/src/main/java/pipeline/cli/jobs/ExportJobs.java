package pipeline.cli.jobs;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import pipeline.cli.ground.ExitCode;
import pipeline.cli.output.OutputFormat;
import pipeline.store.query.Field;
import pipeline.store.query.JobFields;

/** Prints whole records for other programs. */
@Command(
        name = "export",
        customSynopsis = "pipeline jobs export [OPTION...] [ID...]",
        description = "Prints all there is about jobs for other programs, as JSON Lines if nothing else is asked for.")
final class ExportJobs extends TableCommand {

    private static final List<Field> SHOWN = Queries.all(JobFields.ALL);

    @Mixin
    Selection selection = new Selection();

    @Mixin
    JobIds ids = new JobIds();

    @Mixin
    JobRecords records = new JobRecords();

    @Override
    ExitCode run(Desk desk) {
        return records.print(desk, selection.condition(desk).and(ids.condition(desk)), OutputFormat.JSONL, SHOWN);
    }

    @Override
    ExitCode withoutTable(Desk.Empty desk) {
        return records.printNothing(desk, OutputFormat.JSONL, SHOWN);
    }
}
