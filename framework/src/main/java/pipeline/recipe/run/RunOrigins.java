package pipeline.recipe.run;

import java.util.Map;
import pipeline.job.identity.StepIdentity;
import pipeline.job.identity.StepOrigin;

/**
 * What the jobs of a recipe come from beside its own calls.
 *
 * @param steps by their names, the steps that they may follow from
 * @param identity what they come from, as people know it
 */
record RunOrigins(Map<String, StepOrigin> steps, StepIdentity identity) {

    RunOrigins {
        steps = Map.copyOf(steps);
    }
}
