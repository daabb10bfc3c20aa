package pipeline.cli.jobs;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import pipeline.cli.common.ExitCode;
import pipeline.cli.table.TableContext;
import pipeline.job.lifecycle.JobEvent;
import pipeline.store.query.QueryCondition;

/** Deletes what failed. */
@Command(
        name = "clear",
        customSynopsis = "pipeline jobs clear [OPTION...] [ID...]",
        description = "Deletes failed jobs with their attempts, so that the next run or refresh adds them as new ones."
                + " Asks first.")
final class ClearJobs extends ChangingCommand {

    @Mixin
    JobChange change = new JobChange();

    @Mixin
    Confirmation confirmation = new Confirmation();

    @Override
    protected ExitCode run(TableContext context) throws IOException {
        QueryCondition meant = change.meant(context, JobEvent.CLEAR, JobEvent.CLEAR.from());
        return confirmation.isAgreed(context, meant)
                ? change.change(context, JobEvent.CLEAR, meant, "", "cleared")
                : ExitCode.DONE;
    }
}
