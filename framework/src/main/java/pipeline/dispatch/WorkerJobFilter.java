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
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;
import pipeline.text.ShellQuoting;

/**
 * Leaves to others the jobs that move files, those of gangs, and those that need a secret which the environment of this worker does not have, and with them all jobs of their
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
    QueryCondition condition() {
        return steps.isEmpty()
                ? QueryCondition.always()
                : new QueryCondition.Not(QueryCondition.in(JobFields.STEP, List.copyOf(steps)));
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
            ComputeJob job = claim.row().job();
            List<String> missing = fill(job).secrets().missing();
            if (job.command() instanceof JobCommand.Transfer) {
                back.add(released(claim, "a master moves its files, no worker does"));
                leave(claim, "moves a file to or from its master, which no worker can", "the master");
            } else if (job.gang().isPresent()) {
                back.add(released(claim, "a master runs its gang, no worker does"));
                leave(claim, "is one of a gang, all of which a master starts together", "the master");
            } else if (!missing.isEmpty()) {
                String secrets = String.join(", ", missing);
                back.add(released(
                        claim, "it needs the secret " + secrets + ", which the environment of the worker has not"));
                leave(
                        claim,
                        "needs the secret " + secrets + ", which the environment of this worker does not have",
                        "others");
            } else {
                kept.add(claim);
            }
        }
        if (!back.isEmpty()) {
            table.finishAndReserve(member, back, List.of());
        }
        return kept;
    }

    private static Finish released(ClaimedJob claim, String reason) {
        return new Finish(claim.reservation(), new Finish.Released(reason), null);
    }

    private void leave(ClaimedJob claim, String why, String toWhom) {
        if (steps.add(claim.row().step().step())) {
            logger.warn(
                    "job {} ({} on {}) {}: the jobs of step {} are left to {}",
                    claim.row().id(),
                    claim.row().job().program(),
                    claim.row().job().host(),
                    why,
                    ShellQuoting.quote(claim.row().step().step()),
                    toWhom);
        }
    }
}
