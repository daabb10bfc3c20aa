package pipeline.cli.engine;

import java.util.List;
import java.util.Optional;
import pipeline.text.Json;
import pipeline.web.RunSource;
import tools.jackson.databind.JsonNode;

/** No job table, so nothing to show. */
public final class FakeRunSource implements RunSource {

    @Override
    public JsonNode runs() {
        return Json.tree(List.of());
    }

    @Override
    public Optional<Moment> run(String jobName) {
        return Optional.empty();
    }

    @Override
    public Optional<OutputPart> output(long job, int attempt, OutputKind stream, long from, int most) {
        return Optional.empty();
    }
}
