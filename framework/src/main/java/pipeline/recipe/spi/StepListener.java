package pipeline.recipe.spi;

import java.util.List;
import java.util.Map;
import pipeline.job.identity.StepIdentity;
import pipeline.job.identity.StepProducts.MadeMap;

/** Hears of the steps of a recipe that have ended. */
@FunctionalInterface
public interface StepListener {

    /** Hears nothing. */
    StepListener NONE = (step, identity, outputs, maps) -> {};

    /**
     * Hears that a step has ended, or that a call had no jobs.
     *
     * @param step its name, the same in every run of the recipe
     * @param identity what it comes from
     * @param outputs those that are set, by their names
     * @param maps those that it wrote
     */
    void ended(String step, StepIdentity identity, Map<String, Object> outputs, List<MadeMap> maps);
}
