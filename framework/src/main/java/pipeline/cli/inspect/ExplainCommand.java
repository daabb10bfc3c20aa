package pipeline.cli.inspect;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.overview.RunOverviews;
import pipeline.cli.table.TableCommand;
import pipeline.cli.table.TableContext;
import pipeline.store.JobRow;
import pipeline.text.VisibleText;

/** Says why a job stands where it stands. */
@Command(
        name = "explain",
        customSynopsis = "pipeline explain ID [OPTION...]",
        description = "Says why a job does not run, why it failed, or why it counts as done, and what to type next.")
final class ExplainCommand extends TableCommand {

    @Mixin
    JobArgument job = new JobArgument();

    @Override
    protected ExitCode run(TableContext context) {
        JobRow row = job.row(context)
                .orElseThrow(() -> new UserErrorException(ExitCode.USAGE, "say which job: pipeline explain ID"));
        new JobExplanation(
                        row,
                        context.table(),
                        new RunOverviews(
                                context.table(), context.settings().timing().orphanTimeout()))
                .lines()
                .forEach(line -> context.out().print(VisibleText.line(line) + "\n"));
        return ExitCode.DONE;
    }
}
