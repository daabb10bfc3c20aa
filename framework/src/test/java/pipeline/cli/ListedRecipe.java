package pipeline.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pipeline.job.ComputeJob;
import pipeline.recipe.Recipe;
import pipeline.recipe.UsageException;

/** Runs each of its arguments with {@code sh} on this machine; {@code 3:touch x} has priority 3. */
public final class ListedRecipe extends Recipe {

    @Override
    protected int run() throws Exception {
        scheduleJobs(jobs());
        return error.isSet() ? 1 : 0;
    }

    @Override
    protected Optional<List<ComputeJob>> source() {
        return Optional.of(jobs());
    }

    /** A job's result is the file that its last word names. */
    @Override
    protected boolean hasResult(ComputeJob job) {
        String text = job.label().orElseThrow();
        return Files.exists(Path.of(text.substring(text.lastIndexOf(' ') + 1)));
    }

    private List<ComputeJob> jobs() {
        if (args().isEmpty()) {
            throw new UsageException("say what to run");
        }
        return args().stream().map(ListedRecipe::job).toList();
    }

    private static ComputeJob job(String arg) {
        boolean isUrgent = arg.matches("[0-9]+:.*");
        String command = isUrgent ? arg.substring(arg.indexOf(':') + 1) : arg;
        ComputeJob job = ComputeJob.command("localhost", "sh", "-c", command)
                .key(Map.of("command", command))
                .label(command);
        return isUrgent ? job.priority(Integer.parseInt(arg.substring(0, arg.indexOf(':')))) : job;
    }
}
