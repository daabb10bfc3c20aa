package pipeline.cli.engine;

import java.util.List;
import java.util.Map;
import pipeline.job.identity.StepIdentity;
import pipeline.job.identity.StepProducts.MadeMap;

/** Records nothing. */
public final class FakeRunSteps implements RunSteps {

    @Override
    public void ended(String step, StepIdentity identity, Map<String, Object> outputs, List<MadeMap> maps) {}

    @Override
    public void completed() {}
}
