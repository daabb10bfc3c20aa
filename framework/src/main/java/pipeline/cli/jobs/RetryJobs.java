package pipeline.cli.jobs;

import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import pipeline.cli.common.ExitCode;
import pipeline.cli.table.TableContext;
import pipeline.job.lifecycle.JobEvent;
import pipeline.job.lifecycle.JobStatus;

/** Makes finished jobs pending again. */
@Command(
        name = "retry",
        customSynopsis = "pipeline jobs retry [OPTION...] [ID...]",
        description = "Makes finished jobs pending again, so that they are run once more; their attempts stay. Numbers:"
                + " all of these or none. Without numbers and --status: the failed ones.")
final class RetryJobs extends ChangingCommand {

    @Mixin
    JobChange change = new JobChange();

    @Override
    protected ExitCode run(TableContext context) {
        return change.change(
                context, JobEvent.RETRY, change.meant(context, JobEvent.RETRY, Set.of(JobStatus.ERROR)), "", "retried");
    }
}
