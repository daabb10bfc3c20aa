package pipeline.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import pipeline.job.ComputeJob;
import pipeline.job.JobEvent;
import pipeline.job.JobStatus;
import pipeline.recipe.RecipeRun;
import pipeline.store.Batch;
import pipeline.store.Enrolled;
import pipeline.store.JobRow;
import pipeline.store.JobTable;
import pipeline.store.JobsSettings;
import pipeline.store.NewJob;
import pipeline.store.NewMember;
import pipeline.store.StepName;
import pipeline.store.query.Condition;
import pipeline.store.query.JobFields;

/** Brings the job table up to date with what a recipe's source says now. Safe when many do it at once. */
final class Refresher {

    /**
     * What a refresh did, in numbers of jobs.
     *
     * @param rePended successes that are pending again since their result is gone
     */
    record Refreshed(long added, long removed, long rePended, long orphaned) {

        String line() {
            return "added: %d, removed: %d, re_pended: %d, orphaned: %d".formatted(added, removed, rePended, orphaned);
        }
    }

    /**
     * What is asked for.
     *
     * @param priority of new jobs that have none of their own; empty for the configured one
     * @param delay how long new jobs may not start
     * @param rePend whether successes are looked after
     * @param hosts only jobs of these hosts are added and removed; empty for those of any host
     */
    record Wish(OptionalInt priority, Duration delay, boolean rePend, Set<String> hosts) {

        static final Wish PLAIN = new Wish(OptionalInt.empty(), Duration.ZERO, false, Set.of());

        private List<ComputeJob> meant(List<ComputeJob> jobs) {
            return hosts.isEmpty()
                    ? jobs
                    : jobs.stream().filter(job -> hosts.contains(job.host())).toList();
        }

        private Condition within() {
            return hosts.isEmpty() ? Condition.always() : Condition.in(JobFields.HOST, hosts);
        }
    }

    private final JobTable table;
    private final JobsSettings settings;
    private final long member;
    private final String recipe;
    private final String jobName;
    private final long freedBefore;

    /**
     * Makes one for the jobs of a recipe and job name.
     *
     * @param member of the table, as whom new jobs are brought in
     * @param run whose jobs they are
     * @param freedBefore how many jobs of dead owners were freed when the table was entered
     */
    Refresher(JobTable table, JobsSettings settings, long member, NewMember run, long freedBefore) {
        this.table = table;
        this.settings = settings;
        this.member = member;
        this.recipe = run.recipe();
        this.jobName = run.jobName();
        this.freedBefore = freedBefore;
    }

    /** Adds, removes, frees and, if it is wanted, makes pending again. */
    Refreshed refresh(RecipeRun source, List<ComputeJob> jobs, Wish wish) {
        Batch batch = batch(wish.meant(jobs), wish);
        Enrolled enrolled = table.enroll(batch);
        return new Refreshed(
                enrolled.added(),
                removeStale(batch, wish.within()),
                wish.rePend() ? rePend(source, enrolled.rows()) : 0,
                freeOrphans());
    }

    /** Takes reservations back whose owner is gone; counts those too that were when the table was entered. */
    long freeOrphans() {
        return freedBefore + table.freeOrphans(member, settings.timing().orphanTimeout());
    }

    /** Removes what the source has no longer; what it has anew comes in when the recipe schedules it. */
    long removeStale(List<ComputeJob> jobs) {
        return removeStale(batch(jobs, Wish.PLAIN), Condition.always());
    }

    private long removeStale(Batch batch, Condition within) {
        Set<String> wanted = new HashSet<>();
        for (NewJob job : batch.jobs()) {
            wanted.add(job.key().hash());
        }
        return settings.timing()
                .staleTimeout()
                .map(stale -> table.drop(batch.step(), wanted, stale, within))
                .orElse(0L);
    }

    private long rePend(RecipeRun source, List<JobRow> rows) {
        List<Long> gone = new ArrayList<>();
        for (JobRow row : rows) {
            if (row.state().status() == JobStatus.SUCCESS && !source.hasResult(row.job())) {
                gone.add(row.id());
            }
        }
        Condition within =
                Condition.in(JobFields.JOB_ID, gone).and(Condition.equal(JobFields.STATUS, JobStatus.SUCCESS.word()));
        return gone.isEmpty() ? 0 : table.change(JobEvent.RETRY, within, "").changed();
    }

    private Batch batch(List<ComputeJob> jobs, Wish wish) {
        return Batch.of(
                new StepName(recipe, jobName, StepName.FIRST),
                member,
                wish.delay(),
                wish.priority().orElse(settings.rules().defaultPriority()),
                jobs);
    }
}
