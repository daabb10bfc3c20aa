package pipeline.cli.jobs;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import pipeline.cli.common.ExitCode;
import pipeline.cli.table.HostOpener;
import pipeline.cli.table.TableContext;
import pipeline.dispatch.CancelledJobKiller;
import pipeline.hostset.HostSet;
import pipeline.job.FailureKind;
import pipeline.job.lifecycle.JobEvent;
import pipeline.job.lifecycle.JobStatus;
import pipeline.remote.Transport;
import pipeline.store.AttemptRow;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;
import pipeline.time.Scheduler;

/** Ends jobs wherever they run, and keeps those that wait from starting. */
@Command(
        name = "cancel",
        customSynopsis = "pipeline jobs cancel [OPTION...] [ID...]",
        description =
                "Ends jobs wherever they run, all their processes included, and keeps those that wait from starting."
                        + " They count as failed, kind cancelled, until they are retried. Where the master that ran them is"
                        + " gone, their hosts are reached from here. Numbers: all of these or none. Without numbers and"
                        + " --status: those pending and reserved.")
final class CancelJobs extends ChangingCommand {

    @Mixin
    JobChange change = new JobChange();

    @Mixin
    ReasonOption reason = new ReasonOption();

    @Override
    protected boolean isReachingHosts() {
        return true;
    }

    @Override
    protected ExitCode run(TableContext context) throws InterruptedException {
        context.table().freeOrphans(context.settings().timing().orphanTimeout());
        String user = System.getProperty("user.name");
        String message = "cancelled by " + user + (reason.text().isEmpty() ? "" : ": " + reason.text());
        QueryCondition meant = change.meant(context, JobEvent.CANCEL, JobEvent.CANCEL.from());
        QueryCondition described = change.described(context);
        ExitCode done = change.change(context, JobEvent.CANCEL, meant, message, "cancelled");
        List<AttemptRow> open = end(context, cancelled(context, described));
        if (open.isEmpty()) {
            return done;
        }
        Set<String> hosts = open.stream().map(AttemptRow::host).collect(Collectors.toCollection(TreeSet::new));
        context.err()
                .print(
                        ("%s did not say that it is over: %d of these jobs may still run there. The same command again, or the next"
                                        + " run of their job name, asks once more.%n")
                                .formatted(HostSet.folded(hosts), open.size()));
        return ExitCode.FAILED;
    }

    private static List<AttemptRow> end(TableContext context, Collection<Long> jobs) throws InterruptedException {
        HostOpener.HostAccess hosts = context.hosts();
        try (Transport transport = hosts.open()) {
            return new CancelledJobKiller(context.table(), hosts.settings(), transport, Scheduler.system()).end(jobs);
        }
    }

    /** Returns what is cancelled, now or before: of the latter some may not have been known to be over. */
    private static Set<Long> cancelled(TableContext context, QueryCondition described) {
        Set<Long> jobs = new TreeSet<>();
        context.table()
                .query(
                        described
                                .and(QueryCondition.equal(JobFields.STATUS, JobStatus.ERROR.word()))
                                .and(QueryCondition.equal(JobFields.FAILURE_KIND, FailureKind.CANCELLED.word())),
                        List.of(),
                        null,
                        row -> jobs.add(row.path(JobFields.JOB_ID.name()).asLong()));
        return jobs;
    }
}
