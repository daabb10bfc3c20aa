package pipeline.recipes.example;

import java.util.List;
import pipeline.job.ComputeJob;
import pipeline.mapfile.DataMap;
import pipeline.nodes.example.ExampleLoopNode;
import pipeline.recipe.Description;
import pipeline.recipe.Input;
import pipeline.recipe.Output;
import pipeline.recipe.Recipe;
import pipeline.recipe.RecipeFailure;

/** Rounds of jobs until their results say that it is enough. The recipe to copy for self-calibration and fits. */
@Description(
        value = "Finds the median of the numbers in files on many hosts, round by round, without moving them.",
        arguments = "MAPFILE",
        details = {
            "Shows a loop: in each round every file says how many of its numbers lie below a limit, and the next round"
                    + " has a better one. It ends when the median is known to --tolerance; if it is not after --rounds,"
                    + " that is a failure.",
            "Files have a number on each line."
        })
public final class ExampleLoop extends Recipe {

    private final Input<Double> tolerance = input("tolerance", "how well it is to be known")
            .decimal(1e-12, 1e12)
            .byDefault(0.01);
    private final Input<Integer> most =
            input("rounds", "how many there may be").integer(1, 1000).byDefault(60);

    private final Output<Double> median = output("median", "of all numbers").decimal();
    private final Output<Long> rounds = output("rounds", "how many there were").integer();

    private double low;
    private double high;

    @Override
    protected int run() throws Exception {
        noArgumentsAfter(1);
        DataMap map = mapfile(0);
        List<ExampleLoopNode.Count> all = count("range", map, 0);
        long numbers = all.stream().mapToLong(ExampleLoopNode.Count::all).sum();
        if (numbers == 0) {
            throw new RecipeFailure("there is no number in any of the files, so there is no median");
        }
        low = all.stream()
                .filter(found -> found.all() > 0)
                .mapToDouble(ExampleLoopNode.Count::smallest)
                .min()
                .orElse(0);
        high = all.stream()
                .filter(found -> found.all() > 0)
                .mapToDouble(ExampleLoopNode.Count::largest)
                .max()
                .orElse(0);
        rounds.set((long) loop(most.get(), round -> {
            double middle = low + (high - low) / 2;
            long below = count("count", map, middle).stream()
                    .mapToLong(ExampleLoopNode.Count::below)
                    .sum();
            logger().info("round {}: {} of {} numbers lie below {}", round, below, numbers, middle);
            if (2 * below > numbers) {
                high = middle;
            } else {
                low = middle;
            }
            return high - low <= tolerance.get();
        }));
        median.set(low + (high - low) / 2);
        return 0;
    }

    /** Without one of the files there would be another median. */
    private List<ExampleLoopNode.Count> count(String step, DataMap map, double limit) throws InterruptedException {
        List<ComputeJob> jobs = map.active().stream()
                .map(entry -> nodeJob(entry.host(), ExampleLoopNode.class, entry.file(), limit))
                .toList();
        return results(map, scheduleJobs(step, jobs), ExampleLoopNode.Count.class)
                .allValues();
    }
}
