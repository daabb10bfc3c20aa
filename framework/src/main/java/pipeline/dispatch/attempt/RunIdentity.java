package pipeline.dispatch.attempt;

import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;
import pipeline.dispatch.queue.QueuedJob;

/**
 * Which run the jobs belong to.
 *
 * @param recipe the recipe's name as people type it
 * @param jobName the job name given with {@code -j}
 * @param outputDirectory where what the jobs print is kept: {@code <job_directory>/logs/<start time>}
 */
public record RunIdentity(String recipe, String jobName, Path outputDirectory) {
    private static final int LONGEST_PROGRAM_NAME = 64;
    private static final Pattern UNFIT = Pattern.compile("[^A-Za-z0-9._-]");

    public RunIdentity {
        Objects.requireNonNull(recipe, "recipe is null");
        Objects.requireNonNull(jobName, "jobName is null");
        Objects.requireNonNull(outputDirectory, "outputDirectory is null");
    }

    /**
     * Returns the path of a job's output files without their endings: {@code <host>/<number>.<program>}, and from the second
     * attempt on {@code <host>/<number>.a<attempt>.<program>}.
     */
    Path outputFile(QueuedJob job, int attempt) {
        String program = UNFIT.matcher(job.job().program()).replaceAll("_");
        String name = job.number()
                + (attempt > 1 ? ".a" + attempt : "")
                + "."
                + program.substring(0, Math.min(program.length(), LONGEST_PROGRAM_NAME));
        return outputDirectory.resolve(job.host()).resolve(name);
    }
}
