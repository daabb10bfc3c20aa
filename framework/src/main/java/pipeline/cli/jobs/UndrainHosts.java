package pipeline.cli.jobs;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pipeline.cli.common.ExitCode;
import pipeline.cli.table.TableContext;
import pipeline.hostset.HostSet;
import pipeline.store.DrainedHost;

/** Takes drained hosts back into use. */
@Command(
        name = "undrain",
        customSynopsis = "pipeline undrain [OPTION...] HOSTS...",
        description =
                "Takes drained hosts back into use: their parked jobs go on in the runs that still wait for them, and in"
                        + " the next ones.")
final class UndrainHosts extends ChangingCommand {

    @Parameters(arity = "1..*", paramLabel = "HOSTS", description = "Host sets such as lce[001-010].")
    List<String> sets = List.of();

    @Option(
            names = {"-j", "--job-name"},
            paramLabel = "JOB",
            order = 1,
            description = "What was drained for this job name. Default: what was drained for all.")
    @Nullable
    String jobName;

    @Override
    protected ExitCode run(TableContext context) {
        List<String> hosts = DrainHosts.hosts(context, sets);
        String name = jobName == null ? "" : jobName;
        List<String> drained = context.table().drains().stream()
                .filter(drain -> drain.jobName().equals(name))
                .map(DrainedHost::host)
                .filter(hosts::contains)
                .toList();
        List<String> others =
                hosts.stream().filter(host -> !drained.contains(host)).toList();
        context.table().undrain(drained, name);
        if (!drained.isEmpty()) {
            context.out().print("undrained: %s\n".formatted(HostSet.folded(drained)));
            DrainHosts.noteWhen(context);
        }
        if (!others.isEmpty()) {
            context.err()
                    .print("%s: not drained for %s\n"
                            .formatted(HostSet.folded(others), name.isEmpty() ? "all job names" : "job name " + name));
        }
        return drained.isEmpty() ? ExitCode.FAILED : ExitCode.DONE;
    }
}
