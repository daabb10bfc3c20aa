package pipeline.store;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.query.QueryCondition;
import pipeline.store.query.QueryField;
import tools.jackson.databind.node.ObjectNode;

/** Reads the table; nothing here delays a writer. */
public interface JobQueries extends StoreClock {

    /** Returns jobs by their numbers, in the order of the numbers; those that are not there are left out. */
    List<JobRow> jobs(Collection<Long> ids);

    /** Returns a job by its number. */
    default Optional<JobRow> get(long id) {
        return jobs(List.of(id)).stream().findFirst();
    }

    /** Returns the attempts at a job, the first one first. */
    List<AttemptRow> attempts(long job);

    /** Returns the last attempt at each of these jobs, in the order of the numbers; jobs without any are left out. */
    List<AttemptRow> lastAttempts(Collection<Long> jobs);

    /**
     * Passes the attempts at all jobs that fulfil a condition to a sink, by job and number, one by one, so that their number takes no
     * memory.
     */
    void queryAttempts(QueryCondition jobs, Consumer<AttemptSummary> sink);

    /**
     * Returns how long the jobs of a recipe with the same program took that succeeded, of those that came into the table last:
     * not more than {@code most}, the last one first, and only as far back as costs little.
     */
    List<Duration> successDurations(String recipe, String program, int most);

    /** Counts jobs by where they stand, for each job name and recipe, in the order of their names. */
    List<Progress> progress(QueryCondition within);

    /** Counts and measures the jobs of each host that has any, in the order of the names; costs no more for many jobs than a look at each. */
    List<HostProgress> hostProgress(QueryCondition within);

    /** Counts jobs by status. */
    Map<JobStatus, Long> count(QueryCondition within);

    /**
     * Passes records of jobs to a sink, by number, one by one.
     *
     * @param keys what a record holds; the job's number always comes first
     * @param most how many at most; null for all
     */
    void query(QueryCondition where, List<QueryField> keys, @Nullable Long most, Consumer<ObjectNode> sink);

    /** Returns the drained hosts, by host and job name. */
    List<DrainedHost> drains();
}
