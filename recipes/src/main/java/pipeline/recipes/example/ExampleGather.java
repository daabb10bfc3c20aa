package pipeline.recipes.example;

import java.nio.file.Path;
import java.util.List;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapEntry;
import pipeline.nodes.example.ExampleGatherNode;
import pipeline.recipe.Description;
import pipeline.recipe.Input;
import pipeline.recipe.MapCopy;
import pipeline.recipe.MapResults;
import pipeline.recipe.Output;
import pipeline.recipe.Recipe;

/** All files to one host, and one job over all of them there. The recipe to copy for what needs everything in one place. */
@Description(
        value = "Copies the files of all hosts to one, and puts their numbers into one file there.",
        arguments = "MAPFILE",
        details = {
            "Shows all-to-one: files are copied under their base names, and two of one name are refused before anything"
                    + " runs. If one does not arrive, nothing is made of the others.",
            "Files have a number on each line. The result is all.txt in --directory."
        })
public final class ExampleGather extends Recipe {

    private final Input<String> to = input("to", "the host").text().required();
    private final Input<String> directory =
            input("directory", "on that host, which is there").text().required();

    private final Output<Long> numbers = output("numbers", "how many there are").integer();
    private final Output<Path> outputMap =
            output("output_map", "a map of the one file").path();

    @Override
    protected int run() throws Exception {
        noArgumentsAfter(1);
        MapCopy copy = MapCopy.toHost(mapfile(0), to.get(), directory.get());
        DataMap arrived = copy.targets(scheduleJobs("copy", copy.jobs()));
        if (error.isSet()) {
            return 1;
        }
        List<String> files = arrived.active().stream()
                .flatMap(entry -> entry.activeFiles().stream())
                .toList();
        String all = directory.get() + "/all.txt";
        DataMap one = DataMap.of(List.of(MapEntry.of(to.get(), all)));
        MapResults<Integer> gathered = results(
                one,
                scheduleJobs(
                        "gather",
                        List.of(nodeJob(to.get(), ExampleGatherNode.class, files)
                                .atomicOutput(all))),
                Integer.class);
        Path map = jobDirectory().resolve("gathered.mapfile");
        writeMap(map, gathered.toMap());
        outputMap.set(map);
        gathered.values().forEach(found -> numbers.set(found.longValue()));
        return error.isSet() ? 1 : 0;
    }
}
