package pipeline.cli.report;

import java.util.Set;
import pipeline.job.lifecycle.JobEvent;
import pipeline.store.ChangeResult;
import pipeline.store.JobTable;
import pipeline.store.ProcessIdentity;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;
import pipeline.web.RunActions;

/** Does what is asked for from a page, in a job table, for the user who runs this process. Thread-safe. */
final class TableRunActions implements RunActions {

    private static final String FROM = "from the live page";

    private final JobTable table;

    TableRunActions(JobTable table) {
        this.table = table;
    }

    @Override
    public String retry(long job) throws RefusedException {
        change(JobEvent.RETRY, job, "", "has not ended, so it cannot be run again now");
        return "Job %d is waiting again; a run that goes on, or the next one, runs it.".formatted(job);
    }

    @Override
    public String cancel(long job) throws RefusedException {
        String reason = "cancelled by %s %s".formatted(System.getProperty("user.name"), FROM);
        change(JobEvent.CANCEL, job, reason, "has ended already");
        return ("Job %d is cancelled; its master ends it at the next heartbeat. If that master is dead, pipeline jobs cancel"
                        + " %d ends what still runs there.")
                .formatted(job, job);
    }

    private void change(JobEvent event, long job, String reason, String whyNot) throws RefusedException {
        ChangeResult result = table.changeAllOrNone(event, QueryCondition.equal(JobFields.JOB_ID, job), reason);
        if (result.changed() == 0) {
            throw new RefusedException(
                    table.get(job).isEmpty() ? "there is no job " + job : "job %d %s".formatted(job, whyNot));
        }
    }

    @Override
    public String drain(String jobName, Set<String> hosts) {
        table.drain(hosts, jobName, ProcessIdentity.ofThisProcess(), FROM);
        return "Drained for %s: what runs there ends, and nothing new is sent.".formatted(jobName);
    }

    @Override
    public String undrain(String jobName, Set<String> hosts) throws RefusedException {
        if (table.undrain(hosts, jobName) == 0) {
            throw new RefusedException(
                    "not drained for %s alone; pipeline undrain HOST takes it back for all runs".formatted(jobName));
        }
        return "In use again for " + jobName + ".";
    }
}
