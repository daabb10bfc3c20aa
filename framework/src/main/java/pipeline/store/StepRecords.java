package pipeline.store;

import java.util.List;

/** What is recorded of the steps of recipes, so that the next run can tell what is different. */
public interface StepRecords {

    /** Returns what is recorded of the steps of a recipe under a job name, by their names. */
    List<StepRecord> steps(String recipe, String jobName);

    /** Records a step, in place of what was recorded of it. */
    void record(StepName step, String identity);
}
