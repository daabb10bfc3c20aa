package pipeline.tester;

import java.util.List;
import pipeline.job.ComputeJob;
import pipeline.job.Outcome;
import pipeline.recipe.Input;
import pipeline.recipe.Output;
import pipeline.recipe.Recipe;

/** Adds up the lines of all files of a map. */
public final class CountLines extends Recipe {

    private final Input<Integer> base =
            input("base", "where to begin to count").integer(0, 100).byDefault(0);
    private final Output<Long> lines =
            output("lines", "how many lines there are").integer();

    @Override
    protected int run() throws Exception {
        List<ComputeJob> jobs = mapfile(0).active().stream()
                .map(entry -> nodeJob(entry.host(), LineCounter.class, entry.file()))
                .toList();
        long sum = base.get();
        for (Outcome outcome : scheduleJobs(jobs)) {
            sum += outcome.result().map(result -> result.path("lines").asInt()).orElse(0);
        }
        lines.set(sum);
        return error.isSet() ? 1 : 0;
    }
}
