package pipeline.cli;

import java.util.ArrayList;
import java.util.List;
import pipeline.job.ComputeJob;
import pipeline.mapfile.MapEntry;
import pipeline.recipe.Recipe;

/** Says the name of each file of a map on its host, by {@code echo} and by each program that is named besides. */
public final class MapReadingRecipe extends Recipe {

    @Override
    protected int run() throws Exception {
        List<ComputeJob> jobs = new ArrayList<>();
        for (MapEntry entry : mapfile(0).active()) {
            jobs.add(ComputeJob.command(entry.host(), "echo", entry.file()));
            args().stream()
                    .skip(1)
                    .forEach(program -> jobs.add(ComputeJob.command(entry.host(), program, entry.file())));
        }
        scheduleJobs(jobs);
        return error.isSet() ? 1 : 0;
    }
}
