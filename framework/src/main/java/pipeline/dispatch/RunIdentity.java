package pipeline.dispatch;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Which run the jobs belong to.
 *
 * @param recipe the recipe's name as people type it
 * @param jobName the job name given with {@code -j}
 * @param outputDirectory where what the jobs print is kept: {@code <job_directory>/logs/<start time>}
 */
public record RunIdentity(String recipe, String jobName, Path outputDirectory) {
    public RunIdentity {
        Objects.requireNonNull(recipe, "recipe is null");
        Objects.requireNonNull(jobName, "jobName is null");
        Objects.requireNonNull(outputDirectory, "outputDirectory is null");
    }
}
