package pipeline.cli.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import pipeline.cli.output.ResultsJson;
import pipeline.dispatch.enqueue.StepJournal;
import pipeline.job.identity.StepIdentity;
import pipeline.job.identity.StepProducts;
import pipeline.job.identity.StepProducts.MadeMap;
import tools.jackson.databind.JsonNode;

/** Records in the job table what the steps of a run have made. */
record RecordedSteps(StepJournal journal) implements RunSteps {

    @Override
    public void ended(String step, StepIdentity identity, Map<String, Object> outputs, List<MadeMap> maps) {
        Map<String, JsonNode> values = new HashMap<>();
        outputs.forEach((name, value) -> values.put(name, ResultsJson.of(value)));
        journal.ended(step, identity, new StepProducts(values, maps));
    }

    @Override
    public void completed() {
        journal.completed();
    }
}
