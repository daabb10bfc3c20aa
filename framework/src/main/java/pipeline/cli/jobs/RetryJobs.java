package pipeline.cli.jobs;

import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import pipeline.cli.ground.ExitCode;
import pipeline.job.JobEvent;
import pipeline.job.JobStatus;

/** Makes finished jobs pending again. */
@Command(
        name = "retry",
        customSynopsis = "pipeline jobs retry [OPTION...] [ID...]",
        description = "Makes finished jobs pending again, so that they are run once more; their attempts stay. Numbers:"
                + " all of these or none. Without numbers and --status: the failed ones.")
final class RetryJobs extends TableChange {

    @Mixin
    Alteration alteration = new Alteration();

    @Override
    ExitCode run(Desk desk) {
        return alteration.change(
                desk, JobEvent.RETRY, alteration.meant(desk, JobEvent.RETRY, Set.of(JobStatus.ERROR)), "", "retried");
    }
}
