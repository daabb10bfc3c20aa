package pipeline.store;

import java.util.Collection;
import java.util.List;

/**
 * What is recorded of the steps of recipes, so that the next run can report what is different. A record goes with the last job of its
 * step, and all of a recipe's under a job name with the last of its jobs there.
 */
public interface StepRecords {

    /** Returns what is recorded of the steps of a recipe under a job name, by their names. */
    List<StepRecord> steps(String recipe, String jobName);

    /** Records a step that begins, in place of what was recorded of it and of what it made. */
    void record(StepName step, String identity);

    /** Records what a step has made that is recorded. */
    void recordOutputs(StepName step, String outputs);

    /** Notes that a run that came to its end did not have these steps. */
    void noteAbsent(Collection<StepName> steps);
}
