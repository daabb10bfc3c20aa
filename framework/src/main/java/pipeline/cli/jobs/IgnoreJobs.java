package pipeline.cli.jobs;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pipeline.cli.ground.ExitCode;
import pipeline.job.JobEvent;

/** Leaves jobs out. */
@Command(
        name = "ignore",
        customSynopsis = "pipeline jobs ignore [OPTION...] [ID...]",
        description = "Leaves pending or failed jobs out: no run takes them until they are retried.")
final class IgnoreJobs extends TableChange {

    @Mixin
    Alteration alteration = new Alteration();

    @Option(names = "--reason", paramLabel = "TEXT", order = 10, description = "Why; it stands in the table.")
    String reason = "";

    @Override
    ExitCode run(Desk desk) {
        return alteration.change(
                desk,
                JobEvent.IGNORE,
                alteration.meant(desk, JobEvent.IGNORE, JobEvent.IGNORE.from()),
                reason,
                "ignored");
    }
}
