package pipeline.cli.jobs;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import pipeline.cli.common.ExitCode;
import pipeline.cli.table.TableContext;
import pipeline.job.lifecycle.JobEvent;

/** Leaves jobs out. */
@Command(
        name = "ignore",
        customSynopsis = "pipeline jobs ignore [OPTION...] [ID...]",
        description = "Leaves pending or failed jobs out: no run takes them until they are retried.")
final class IgnoreJobs extends ChangingCommand {

    @Mixin
    JobChange change = new JobChange();

    @Mixin
    ReasonOption reason = new ReasonOption();

    @Override
    protected ExitCode run(TableContext context) {
        return change.change(
                context,
                JobEvent.IGNORE,
                change.meant(context, JobEvent.IGNORE, JobEvent.IGNORE.from()),
                reason.text(),
                "ignored");
    }
}
