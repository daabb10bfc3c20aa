package pipeline.cli.jobs;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.table.TableContext;
import pipeline.job.ComputeJob;

/** Changes the priority of jobs. */
@Command(
        name = "set",
        customSynopsis = "pipeline jobs set --priority=N [OPTION...] [ID...]",
        description = "Changes how urgent jobs are.")
final class SetJobs extends ChangingCommand {

    @Option(
            names = "--priority",
            paramLabel = "N",
            required = true,
            order = 10,
            description = "From 0, the most urgent, to 255.")
    int priority;

    @Mixin
    JobChange change = new JobChange();

    @Override
    protected ExitCode run(TableContext context) {
        if (priority < 0 || priority > ComputeJob.LOWEST_PRIORITY) {
            throw new UserErrorException(
                    ExitCode.USAGE,
                    "--priority must be from 0 to %d, but was %d".formatted(ComputeJob.LOWEST_PRIORITY, priority));
        }
        change.refuseSilence();
        long changed = context.table()
                .setPriority(priority, change.ids.condition(context).and(change.selection.condition(context)));
        context.out().print("changed: %d\n".formatted(changed));
        return ExitCode.DONE;
    }
}
