package pipeline.cli;

import java.util.List;
import pipeline.job.ComputeJob;
import pipeline.job.Gang;
import pipeline.job.JobSet;
import pipeline.recipe.Recipe;

/**
 * Submits its first argument and adds each other one to the set, as jobs on this machine; {@code 3:true} takes 3 cores, and {@code gang} is
 * one of three.
 */
public final class AddingRecipe extends Recipe {

    @Override
    protected int run() throws Exception {
        JobSet set = submit("s", jobs(arg(0, "COMMAND")));
        for (String arg : args().subList(1, args().size())) {
            set.add(jobs(arg));
        }
        set.await();
        return error.isSet() ? 1 : 0;
    }

    private static List<ComputeJob> jobs(String arg) {
        if (arg.equals("gang")) {
            return Gang.of("g", job("true"), List.of(job("true"), job("true"))).jobs();
        }
        boolean isLarge = arg.matches("[0-9]+:.*");
        ComputeJob job = job(isLarge ? arg.substring(arg.indexOf(':') + 1) : arg);
        return List.of(isLarge ? job.cores(Integer.parseInt(arg.substring(0, arg.indexOf(':')))) : job);
    }

    private static ComputeJob job(String command) {
        return ComputeJob.command("localhost", "sh", "-c", command);
    }
}
