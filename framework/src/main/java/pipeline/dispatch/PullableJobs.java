package pipeline.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import pipeline.dispatch.attempt.RunIdentity;
import pipeline.dispatch.rules.DispatchSettings;
import pipeline.dispatch.rules.RunRules;
import pipeline.dispatch.table.Membership;
import pipeline.job.Outcomes;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.JobQueries;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;

/** Which jobs of the table a worker may pull, and how many are left. Thread-safe; keeps nothing. */
final class PullableJobs {

    /** A job that may start so soon is waited for; the pause before another attempt is no longer. */
    private static final Duration SOON = Duration.ofSeconds(65);

    /** Of so many jobs that others are to pull the hosts are looked at. */
    private static final long MOST_LOOKED_AT = 10_000;

    private static final QueryCondition OPEN =
            QueryCondition.in(JobFields.STATUS, List.of(JobStatus.PENDING.word(), JobStatus.RESERVED.word()));

    private final RunIdentity run;
    private final DispatchSettings settings;
    private final Membership membership;
    private final JobQueries table;
    private final RunRules rules;
    private final Set<String> hosts;

    /**
     * Makes it for one worker.
     *
     * @param run whose jobs are pulled: those of its recipe and job name
     * @param hosts only their jobs are pulled, under any of their names; empty for all
     */
    PullableJobs(RunIdentity run, DispatchSettings settings, Membership membership, Set<String> hosts) {
        this.run = run;
        this.settings = settings;
        this.membership = membership;
        this.table = membership.table();
        this.rules = membership.rules();
        this.hosts = hosts;
    }

    /** Returns what may be pulled now, of all that is pending. */
    QueryCondition now() {
        return urgent().and(notDrained());
    }

    /** Returns how many jobs the worker would pull sooner or later. */
    long remaining() {
        return open(urgent());
    }

    /**
     * Returns whether a job may start so soon that it is waited for.
     *
     * @param takeable which jobs the worker takes
     */
    boolean isAnySoon(QueryCondition takeable) {
        Instant soon = table.now().plus(SOON);
        return count(now().and(takeable)
                        .and(QueryCondition.equal(JobFields.STATUS, JobStatus.PENDING.word()))
                        .and(new QueryCondition.Compare(
                                JobFields.SCHEDULED_TIME, QueryCondition.Relation.LESS_OR_EQUAL, soon)))
                > 0;
    }

    /**
     * Returns why there is nothing to pull. Asks the table in such an order that a job which another worker ends between two counts is
     * not taken for a parked one.
     */
    Outcomes.Stop whyNothing() {
        if (open(now()) > 0) {
            return Outcomes.Stop.NOTHING_TO_CLAIM;
        }
        if (!membership.drains().hosts().isEmpty() && remaining() > 0) {
            return Outcomes.Stop.PARKED;
        }
        return open(ofHosts()) == 0 ? Outcomes.Stop.ALL_DONE : Outcomes.Stop.LESS_URGENT_LEFT;
    }

    /** Returns what is left for other workers. */
    JobsForOtherHosts forOtherHosts() {
        if (hosts.isEmpty()) {
            return JobsForOtherHosts.NOTHING;
        }
        QueryCondition others =
                ofThisName().and(new QueryCondition.Not(named())).and(OPEN);
        Set<String> found = new HashSet<>();
        table.query(
                others,
                List.of(JobFields.HOST),
                MOST_LOOKED_AT,
                job -> found.add(job.path(JobFields.HOST.name()).asString()));
        return found.isEmpty() ? JobsForOtherHosts.NOTHING : new JobsForOtherHosts(count(others), found);
    }

    private QueryCondition ofThisName() {
        return QueryCondition.equal(JobFields.RECIPE, run.recipe())
                .and(QueryCondition.equal(JobFields.JOB_NAME, run.jobName()));
    }

    private QueryCondition named() {
        return QueryCondition.in(JobFields.HOST, settings.names(hosts));
    }

    /** Returns what is pulled for, however urgent it is. */
    private QueryCondition ofHosts() {
        return hosts.isEmpty() ? ofThisName() : ofThisName().and(named());
    }

    private QueryCondition urgent() {
        return rules.limit().maxPriority().isPresent()
                ? ofHosts()
                        .and(new QueryCondition.Compare(
                                JobFields.PRIORITY, QueryCondition.Relation.LESS_OR_EQUAL, (long)
                                        rules.limit().maxPriority().getAsInt()))
                : ofHosts();
    }

    private QueryCondition notDrained() {
        List<String> drained = membership.drains().hosts();
        return drained.isEmpty()
                ? QueryCondition.always()
                : new QueryCondition.Not(QueryCondition.in(JobFields.HOST, settings.names(drained)));
    }

    private long open(QueryCondition condition) {
        return count(condition.and(OPEN));
    }

    private long count(QueryCondition condition) {
        Map<JobStatus, Long> counts = table.count(condition);
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
