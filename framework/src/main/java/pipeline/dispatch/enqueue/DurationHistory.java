package pipeline.dispatch.enqueue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pipeline.dispatch.rules.RunRules;
import pipeline.job.ComputeJob;
import pipeline.job.TimeLimit;
import pipeline.store.JobQueries;

/** How long the successes of a recipe took before, as the job table has it, for those who need it. Thread-safe. */
public final class DurationHistory {

    private final JobQueries table;
    private final String recipe;
    private final Optional<TimeLimit> ofRun;

    public DurationHistory(JobQueries table, String recipe, RunRules rules) {
        this.table = table;
        this.recipe = recipe;
        this.ofRun = rules.attempts().timeout();
    }

    /** Returns the latest ones, the latest first, for each program with a limit among these jobs that depends on the median. */
    public Map<String, List<Duration>> latest(List<ComputeJob> jobs) {
        Map<String, List<Duration>> latest = new HashMap<>();
        for (ComputeJob job : jobs) {
            if (job.options().timeout().or(() -> ofRun).orElse(null) instanceof TimeLimit.OfMedian) {
                latest.computeIfAbsent(
                        job.program(), program -> table.successDurations(recipe, program, DurationStats.MOST));
            }
        }
        return latest;
    }
}
