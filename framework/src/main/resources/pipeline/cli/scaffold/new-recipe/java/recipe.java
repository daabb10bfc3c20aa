import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import pipeline.job.ComputeJob;
import pipeline.job.Outcome;
import pipeline.node.NodeProgram;
import pipeline.recipe.Output;
import pipeline.recipe.Recipe;

//DESCRIPTION Counts the lines of all files of a map, each on its host.
public class @class@ extends Recipe {

    private final Output<Long> lines = output("lines", "how many lines there are").integer();

    @Override
    protected int run() throws Exception {
        List<ComputeJob> jobs = mapfile(0).active().stream()
                .map(entry -> nodeJob(entry.host(), @class@Node.class, entry.file()))
                .toList();
        long sum = 0;
        for (Outcome outcome : scheduleJobs(jobs)) {
            sum += outcome.result().map(result -> result.asLong()).orElse(0L);
        }
        lines.set(sum);
        return error.isSet() ? 1 : 0;
    }
}

/** Runs on the host of each file. */
class @class@Node extends NodeProgram<String, Long> {

    @Override
    protected Long run(String file) throws Exception {
        long lines = Files.readAllLines(Path.of(file)).size();
        logger.info("{} has {} lines", file, lines);
        return lines;
    }
}
