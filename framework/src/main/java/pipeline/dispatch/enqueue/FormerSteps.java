package pipeline.dispatch.enqueue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import pipeline.store.JobQueries;
import pipeline.store.StepName;
import pipeline.store.StepRecord;
import pipeline.store.StepRecords;
import pipeline.store.Submission;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;
import pipeline.text.MessageText;
import pipeline.text.Plural;

/** The steps of the last run of a recipe under a job name. */
record FormerSteps(StepRecords records, JobQueries table, String recipe, String jobName) {

    /** So many jobs of a step are looked for in others. */
    private static final int SAMPLE = 100;

    /** Returns those that a run that came to its end has not had. */
    List<StepName> notIn(Set<String> seen) {
        return records.steps(recipe, jobName).stream()
                .filter(record -> !record.isAbsent() && !seen.contains(record.step()))
                .map(record -> new StepName(recipe, jobName, record.step()))
                .toList();
    }

    /** Returns a line that names steps that are gone, each with the steps within it; empty for none. */
    Optional<String> describe(Collection<StepName> gone) {
        Map<String, Long> jobs = new TreeMap<>();
        for (StepName step : gone) {
            long count = table.count(of(step.step())).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            jobs.merge(outermost(step, gone), count, Long::sum);
        }
        if (jobs.isEmpty()) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>();
        jobs.forEach((step, count) -> names.add(jobs.size() == 1 ? step : step + " (" + Plural.of(count, "job") + ")"));
        long all = jobs.values().stream().mapToLong(Long::longValue).sum();
        String kept = all == 0
                ? ""
                : jobs.size() > 1
                        ? "; their jobs stay in the table"
                        : "; its " + Plural.of(all, "job stays", "jobs stay") + " in the table";
        return Optional.of("%s %s in the last run and %s not in this one%s"
                .formatted(
                        (jobs.size() == 1 ? "step " : "steps ") + MessageText.shortened(String.join(", ", names), 300),
                        jobs.size() == 1 ? "was" : "were",
                        jobs.size() == 1 ? "is" : "are",
                        kept));
    }

    private static String outermost(StepName step, Collection<StepName> all) {
        return all.stream()
                .map(StepName::step)
                .filter(other -> step.step().startsWith(other + "/"))
                .min((one, other) -> Integer.compare(one.length(), other.length()))
                .orElse(step.step());
    }

    /** Returns the one step that this run has not had so far and whose jobs were the same as those of a new step. */
    Optional<String> withSameJobs(Submission jobs, Set<String> seen) {
        Set<String> keys =
                jobs.jobs().stream().limit(SAMPLE).map(job -> job.key().hash()).collect(Collectors.toSet());
        Map<String, Long> counts = new TreeMap<>();
        QueryCondition same = QueryCondition.equal(JobFields.RECIPE, recipe)
                .and(QueryCondition.equal(JobFields.JOB_NAME, jobName))
                .and(QueryCondition.in(JobFields.KEY_HASH, keys));
        table.query(
                same,
                List.of(JobFields.STEP),
                null,
                row -> counts.merge(row.path(JobFields.STEP.name()).asString(), 1L, Long::sum));
        List<String> candidates = records.steps(recipe, jobName).stream()
                .filter(record -> !record.isAbsent())
                .map(StepRecord::step)
                .filter(step -> !seen.contains(step) && counts.getOrDefault(step, 0L) == keys.size())
                .toList();
        return candidates.size() == 1 ? Optional.of(candidates.get(0)) : Optional.empty();
    }

    private QueryCondition of(String step) {
        return QueryCondition.equal(JobFields.RECIPE, recipe)
                .and(QueryCondition.equal(JobFields.JOB_NAME, jobName))
                .and(QueryCondition.equal(JobFields.STEP, step));
    }
}
