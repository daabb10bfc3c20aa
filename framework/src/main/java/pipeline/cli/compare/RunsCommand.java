package pipeline.cli.compare;

import picocli.CommandLine.Command;
import pipeline.cli.common.CommandGroup;
import pipeline.cli.common.ExitCode;
import pipeline.cli.table.TableCommand;
import pipeline.cli.table.TableContext;

/** The word {@code runs}, behind which a command follows. */
@Command(
        name = "runs",
        customSynopsis = "pipeline runs COMMAND [OPTION...]",
        description = "Looks at several runs together; pipeline status lists them.")
final class RunsCommand extends TableCommand implements CommandGroup.HelpOnly {

    @Override
    protected ExitCode run(TableContext context) {
        throw new IllegalStateException("runs shows its help");
    }
}
