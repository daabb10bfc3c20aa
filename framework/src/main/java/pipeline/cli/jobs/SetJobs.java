package pipeline.cli.jobs;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pipeline.cli.ground.ExitCode;
import pipeline.cli.ground.MistakeException;
import pipeline.job.ComputeJob;

/** Changes the priority of jobs. */
@Command(
        name = "set",
        customSynopsis = "pipeline jobs set --priority=N [OPTION...] [ID...]",
        description = "Changes how urgent jobs are.")
final class SetJobs extends TableChange {

    @Option(
            names = "--priority",
            paramLabel = "N",
            required = true,
            order = 10,
            description = "From 0, the most urgent, to 255.")
    int priority;

    @Mixin
    Alteration alteration = new Alteration();

    @Override
    ExitCode run(Desk desk) {
        if (priority < 0 || priority > ComputeJob.LOWEST_PRIORITY) {
            throw new MistakeException(
                    ExitCode.USAGE,
                    "--priority must be from 0 to %d, but was %d".formatted(ComputeJob.LOWEST_PRIORITY, priority));
        }
        alteration.refuseSilence();
        long changed = desk.table()
                .setPriority(priority, alteration.ids.condition(desk).and(alteration.selection.condition(desk)));
        desk.out().print("changed: %d\n".formatted(changed));
        return ExitCode.DONE;
    }
}
