package pipeline.recipe.spi;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import pipeline.job.Outcome;

/**
 * How a step ended.
 *
 * @param step its name
 * @param code what its recipe returned, 0 for success
 * @param hasError whether it failed, or jobs did that its recipe has not dealt with
 * @param outputs those that are set, by name
 * @param maps the mapfiles that it wrote, by the names of the inputs that named them where there were such
 * @param unsuccessful the outcomes of its jobs that are no success
 * @param jobs how many jobs it had
 * @param thrown what ended its recipe before its end
 */
public record StepEnd(
        String step,
        int code,
        boolean hasError,
        Map<String, Object> outputs,
        Map<String, Path> maps,
        List<Outcome> unsuccessful,
        int jobs,
        Optional<Exception> thrown) {

    public StepEnd {
        Objects.requireNonNull(step, "step is null");
        unsuccessful = List.copyOf(unsuccessful);
        Objects.requireNonNull(thrown, "thrown is null");
    }
}
