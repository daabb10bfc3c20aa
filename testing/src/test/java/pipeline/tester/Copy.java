package pipeline.tester;

import java.util.List;
import pipeline.job.ComputeJob;
import pipeline.recipe.Recipe;

/** Copies every file of a map beside itself, by a command that has to leave the copy. */
public final class Copy extends Recipe {

    @Override
    protected int run() throws Exception {
        List<ComputeJob> jobs = mapfile(0).active().stream()
                .map(entry -> ComputeJob.command(entry.host(), "cp", entry.file(), entry.file() + ".copy")
                        .outputs(entry.file() + ".copy"))
                .toList();
        scheduleJobs(jobs);
        return error.isSet() ? 1 : 0;
    }
}
