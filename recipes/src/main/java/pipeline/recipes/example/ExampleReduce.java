package pipeline.recipes.example;

import java.nio.file.Path;
import pipeline.job.ComputeJob;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapEntry;
import pipeline.nodes.example.ExampleReduceNode;
import pipeline.nodes.example.ExampleSum;
import pipeline.nodes.example.ExampleSumNode;
import pipeline.recipe.Description;
import pipeline.recipe.Input;
import pipeline.recipe.MapCopy;
import pipeline.recipe.MapGroups;
import pipeline.recipe.MapResults;
import pipeline.recipe.Output;
import pipeline.recipe.Recipe;

/** One value of many files: per file, then per host, then on the master. The recipe to copy for sums, histograms and mosaics. */
@Description(
        value = "Adds up the numbers in files: on each host those of its files, and all of them on this machine.",
        arguments = "MAPFILE",
        details = {
            "Shows a reduction: what the jobs of a host left there becomes one file, which is fetched, verified by SHA-256"
                    + " and added to the others. If a part is missing there is no sum, unless --allow-missing is given.",
            "Files have a number on each line. The sum of a file goes to FILE.sum, that of a host to JOBNAME.HOST.sum in"
                    + " --directory."
        })
public final class ExampleReduce extends Recipe {

    private final Input<String> directory =
            input("directory", "of the hosts, for the sum of each").text().byDefault(".");
    private final Input<Boolean> allowMissing =
            input("allow-missing", "add up what there is if a part is missing").flag();

    private final Output<Long> count =
            output("count", "how many numbers there are").integer();
    private final Output<Double> total = output("total", "what they add up to").decimal();

    @Override
    protected int run() throws Exception {
        noArgumentsAfter(1);
        DataMap map = mapfile(0);
        MapResults<ExampleSum> sums = complete(results(
                map,
                scheduleJobs(
                        "sum",
                        map.active().stream()
                                .map(entry -> nodeJob(entry.host(), ExampleSumNode.class, entry.file())
                                        .atomicOutput(entry.file() + ".sum"))
                                .toList()),
                ExampleSum.class));
        DataMap hosts = MapGroups.perHost(sums.toMap()).map();
        MapResults<ExampleSum> perHost = complete(results(
                hosts,
                scheduleJobs(
                        "host", hosts.active().stream().map(this::reduceHost).toList()),
                ExampleSum.class));
        MapCopy fetch = MapCopy.toMaster(perHost.toMap(), jobDirectory().resolve("sums"));
        DataMap here = fetch.targets(scheduleJobs("fetch", fetch.jobs()));
        ExampleSum all = ExampleSum.NOTHING;
        for (MapEntry entry : here.active()) {
            all = all.plus(ExampleSum.read(Path.of(entry.file())));
        }
        if (error.isSet() && (!allowMissing.get() || here.active().isEmpty())) {
            return 1;
        }
        count.set(all.count());
        total.set(all.total());
        return error.isSet() ? 1 : 0;
    }

    private ComputeJob reduceHost(MapEntry host) {
        return nodeJob(host.host(), ExampleReduceNode.class, host.activeFiles())
                .atomicOutput("%s/%s.%s.sum".formatted(directory.get(), jobName(), host.host()));
    }

    private MapResults<ExampleSum> complete(MapResults<ExampleSum> sums) {
        return allowMissing.get() ? sums : sums.requireAll();
    }
}
