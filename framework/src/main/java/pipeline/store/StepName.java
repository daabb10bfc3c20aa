package pipeline.store;

import java.util.Objects;

/**
 * Which step of which run: together with its key it makes a job the same work next time.
 *
 * @param recipe the recipe's name as people type it
 * @param jobName the job name given with {@code -j}
 * @param step the name of a call of {@code scheduleJobs}; in a loop the round belongs to it
 */
public record StepName(String recipe, String jobName, String step) {

    /** The step of a recipe's first call that gives no name; the jobs of its source belong to it too. */
    public static final String FIRST = "1";

    public StepName {
        Objects.requireNonNull(recipe, "recipe is null");
        Objects.requireNonNull(jobName, "jobName is null");
        Objects.requireNonNull(step, "step is null");
    }

    /** Returns whether somebody gave the step its name: calls without one are counted. */
    public boolean isNamed() {
        return !step.chars().allMatch(Character::isDigit);
    }
}
