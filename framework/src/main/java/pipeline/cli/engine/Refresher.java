package pipeline.cli.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import pipeline.job.ComputeJob;
import pipeline.job.lifecycle.JobEvent;
import pipeline.job.lifecycle.JobStatus;
import pipeline.recipe.run.RecipeRun;
import pipeline.store.JobRow;
import pipeline.store.JobTable;
import pipeline.store.NewJob;
import pipeline.store.NewMember;
import pipeline.store.StepName;
import pipeline.store.Submission;
import pipeline.store.SubmittedJobs;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;
import pipeline.store.settings.JobsSettings;

/** Brings the job table up to date with what a recipe's source says now. Safe when many do it at once. */
public final class Refresher {

    /**
     * What a refresh did, in numbers of jobs.
     *
     * @param rePended successes that are pending again since their result is gone
     */
    public record Refreshed(long added, long removed, long rePended, long orphaned) {

        public String line() {
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
    public record RefreshChoices(OptionalInt priority, Duration delay, boolean rePend, Set<String> hosts) {

        public static final RefreshChoices PLAIN =
                new RefreshChoices(OptionalInt.empty(), Duration.ZERO, false, Set.of());

        private List<ComputeJob> meant(List<ComputeJob> jobs) {
            return hosts.isEmpty()
                    ? jobs
                    : jobs.stream().filter(job -> hosts.contains(job.host())).toList();
        }

        private QueryCondition within() {
            return hosts.isEmpty() ? QueryCondition.always() : QueryCondition.in(JobFields.HOST, hosts);
        }
    }

    /** Looks which jobs lack an output that they declare. */
    @FunctionalInterface
    public interface OutputLook {
        /** Knows nothing of the hosts. */
        OutputLook NONE = jobs -> Set.of();

        /**
         * Asks the hosts.
         *
         * @param jobs that are done; each declares outputs
         * @return numbers; what a host does not say counts as there
         */
        Set<Long> missing(List<JobRow> jobs) throws InterruptedException;
    }

    private final JobTable table;
    private final OutputLook outputs;
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
    Refresher(JobTable table, JobsSettings settings, long member, NewMember run, long freedBefore, OutputLook outputs) {
        this.table = table;
        this.outputs = outputs;
        this.settings = settings;
        this.member = member;
        this.recipe = run.recipe();
        this.jobName = run.jobName();
        this.freedBefore = freedBefore;
    }

    /** Adds, removes, frees and, if it is wanted, makes pending again. */
    public Refreshed refresh(RecipeRun source, List<ComputeJob> jobs, RefreshChoices choices)
            throws InterruptedException {
        List<ComputeJob> meant = choices.meant(jobs);
        Submission batch = batch(meant, choices);
        SubmittedJobs submitted = table.submit(batch);
        return new Refreshed(
                submitted.added(),
                removeStale(batch, choices.within()),
                choices.rePend() ? rePend(source, meant, submitted.rows()) : 0,
                freeOrphans());
    }

    /** Takes reservations back whose owner is gone; counts those too that were when the table was entered. */
    public long freeOrphans() {
        return freedBefore + table.freeOrphans(member, settings.timing().orphanTimeout());
    }

    /** Removes what the source has no longer; what it has anew comes in when the recipe schedules it. */
    public long removeStale(List<ComputeJob> jobs) {
        return removeStale(batch(jobs, RefreshChoices.PLAIN), QueryCondition.always());
    }

    private long removeStale(Submission batch, QueryCondition within) {
        Set<String> wanted = new HashSet<>();
        for (NewJob job : batch.jobs()) {
            wanted.add(job.key().hash());
        }
        return settings.timing()
                .staleTimeout()
                .map(stale -> table.drop(batch.step(), wanted, stale, within))
                .orElse(0L);
    }

    private long rePend(RecipeRun source, List<ComputeJob> jobs, List<JobRow> rows) throws InterruptedException {
        List<Long> gone = new ArrayList<>();
        List<JobRow> declaring = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            JobRow row = rows.get(i);
            if (row.state().status() != JobStatus.SUCCESS) {
                continue;
            }
            if (!source.hasResult(row.job())) {
                gone.add(row.id());
            } else if (!jobs.get(i).options().outputs().isEmpty()) {
                declaring.add(row);
            }
        }
        if (!declaring.isEmpty()) {
            gone.addAll(outputs.missing(declaring));
        }
        QueryCondition within = QueryCondition.in(JobFields.JOB_ID, gone)
                .and(QueryCondition.equal(JobFields.STATUS, JobStatus.SUCCESS.word()));
        return gone.isEmpty() ? 0 : table.change(JobEvent.RETRY, within, "").changed();
    }

    private Submission batch(List<ComputeJob> jobs, RefreshChoices choices) {
        return Submission.of(
                new StepName(recipe, jobName, StepName.FIRST),
                member,
                choices.delay(),
                choices.priority().orElse(settings.rules().defaultPriority()),
                jobs);
    }
}
