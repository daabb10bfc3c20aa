package pipeline.cli;

import java.util.List;
import pipeline.job.ComputeJob;
import pipeline.recipe.Recipe;
import pipeline.recipe.UsageException;

/** Does what its first argument says. */
public final class ScriptedRecipe extends Recipe {

    @Override
    protected int run() throws Exception {
        logger().info("told to {}", args());
        output("told", args());
        switch (arg(0, "WHAT")) {
            case "return" -> {
                return Integer.parseInt(arg(1, "CODE"));
            }
            case "jobs" -> {
                scheduleJobs(List.of(
                        ComputeJob.command("lce001", "a"),
                        ComputeJob.command("lce002", "b"),
                        ComputeJob.command("lce003", "c")));
                return error.isSet() ? 1 : 0;
            }
            case "forgive" -> {
                scheduleJobs(List.of(ComputeJob.command("lce001", "a")));
                error.clear();
                return 0;
            }
            case "ignore" -> {
                scheduleJobs(List.of(ComputeJob.command("lce001", "a")));
                return 0;
            }
            case "jobs then throw" -> {
                scheduleJobs(List.of(ComputeJob.command("lce001", "a")));
                throw new IllegalStateException("a fault in the recipe");
            }
            case "print" -> {
                standardOutput().print("product\n");
                return 0;
            }
            case "misuse" -> throw new UsageException("that is no way to call it");
            case "map" -> mapfile(1);
            case "throw" -> throw new IllegalStateException("a fault in the recipe");
            case "error" -> throw new StackOverflowError();
            default -> throw new UsageException("what is " + arg(0, "WHAT"));
        }
        return 0;
    }
}
