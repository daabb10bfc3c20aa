package pipeline.dispatch.attempt;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.store.OutputFiles;

/**
 * Which run the jobs belong to.
 *
 * @param recipe the recipe's name as people type it
 * @param jobName the job name given with {@code -j}
 * @param outputDirectory where what the jobs print is kept: {@code <job_directory>/logs/<start time>}
 * @param predecessor the output directory of the process that began this run and handed it over; empty if this process began it
 */
public record RunIdentity(String recipe, String jobName, Path outputDirectory, Optional<String> predecessor) {
    public RunIdentity {
        Objects.requireNonNull(recipe, "recipe is null");
        Objects.requireNonNull(jobName, "jobName is null");
        Objects.requireNonNull(outputDirectory, "outputDirectory is null");
        Objects.requireNonNull(predecessor, "predecessor is null");
    }

    /** Makes one of a run that this process began. */
    public RunIdentity(String recipe, String jobName, Path outputDirectory) {
        this(recipe, jobName, outputDirectory, Optional.empty());
    }

    /** Returns where what an attempt at a job prints is kept. */
    OutputFiles outputFiles(QueuedJob job, int attempt) {
        return OutputFiles.of(
                outputDirectory, job.host(), job.number(), attempt, job.job().program());
    }
}
