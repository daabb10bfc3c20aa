package pipeline.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.logging.log4j.Logger;
import pipeline.job.ComputeJob;
import pipeline.job.JobCommand;
import pipeline.store.ClaimedJob;
import pipeline.store.Finish;
import pipeline.store.JobReservations;
import pipeline.store.query.Condition;
import pipeline.store.query.JobFields;
import pipeline.text.ShellQuoting;

/**
 * Leaves to others the jobs that move files, and those that need a secret which the environment of this worker does not have, and with them all jobs of their
 * step; the table knows no values. Confined to the thread that pulls.
 */
final class WorkerJobFilter {

    private final Map<String, String> environment;
    private final JobReservations table;
    private final long member;
    private final Logger logger;
    private final TreeSet<String> steps = new TreeSet<>();

    /**
     * Makes one.
     *
     * @param environment in which the values are found
     */
    WorkerJobFilter(Map<String, String> environment, JobReservations table, long member, Logger logger) {
        this.environment = environment;
        this.table = table;
        this.member = member;
        this.logger = logger;
    }

    /** Returns which jobs may be pulled as far as is known now. */
    Condition condition() {
        return steps.isEmpty()
                ? Condition.always()
                : new Condition.Not(Condition.in(JobFields.STEP, List.copyOf(steps)));
    }

    /** Returns a job with the values of its secrets. */
    ComputeJob fill(ComputeJob job) {
        return job.secrets(job.secrets().filledFrom(environment));
    }

    /** Gives back the reservations of jobs that cannot run here, and returns the others. */
    List<ClaimedJob> takeable(List<ClaimedJob> claims) {
        List<ClaimedJob> kept = new ArrayList<>();
        List<Finish> back = new ArrayList<>();
        for (ClaimedJob claim : claims) {
            List<String> missing = fill(claim.row().job()).secrets().missing();
            if (claim.row().job().command() instanceof JobCommand.Transfer) {
                back.add(new Finish(
                        claim.reservation(), new Finish.Released("a master moves its files, no worker does"), null));
                if (steps.add(claim.row().step().step())) {
                    logger.warn(
                            "job {} ({} on {}) moves a file to or from its master, which no worker can: the jobs of step {} are"
                                    + " left to the master",
                            claim.row().id(),
                            claim.row().job().program(),
                            claim.row().job().host(),
                            ShellQuoting.quote(claim.row().step().step()));
                }
                continue;
            }
            if (missing.isEmpty()) {
                kept.add(claim);
                continue;
            }
            String reason = "it needs the secret " + String.join(", ", missing)
                    + ", which the environment of the worker has not";
            back.add(new Finish(claim.reservation(), new Finish.Released(reason), null));
            if (steps.add(claim.row().step().step())) {
                logger.warn(
                        "job {} ({} on {}) needs the secret {}, which the environment of this worker does not have: the jobs of"
                                + " step {} are left to others",
                        claim.row().id(),
                        claim.row().job().program(),
                        claim.row().job().host(),
                        String.join(", ", missing),
                        ShellQuoting.quote(claim.row().step().step()));
            }
        }
        if (!back.isEmpty()) {
            table.finishAndReserve(member, back, List.of());
        }
        return kept;
    }
}
