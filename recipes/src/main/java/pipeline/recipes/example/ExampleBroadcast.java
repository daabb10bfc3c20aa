package pipeline.recipes.example;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapEntry;
import pipeline.nodes.example.ExampleBroadcastNode;
import pipeline.recipe.Description;
import pipeline.recipe.Input;
import pipeline.recipe.MapCopy;
import pipeline.recipe.MapResults;
import pipeline.recipe.Output;
import pipeline.recipe.Recipe;

/** One file to all hosts, and a job over each file with it. The recipe to copy for sky models and tables that all hosts need. */
@Description(
        value = "Copies a file of this machine to all hosts, and counts the numbers of each file that are in it.",
        arguments = "FILE MAPFILE",
        details = {
            "Shows one-to-all: the file is copied once to each host, verified by SHA-256, and not again as long as it is"
                    + " there and the same. What lies on a host that did not get it is marked skip.",
            "Files have a number on each line."
        })
public final class ExampleBroadcast extends Recipe {

    private final Input<String> to =
            input("to", "the name of the file on the hosts").text().byDefault("broadcast.txt");
    private final Input<Optional<Path>> outputMap = input("output-map", "write the map, failed entries marked skip")
            .outputFile()
            .optional();

    private final Output<Long> numbers =
            output("numbers", "how many are in the file").integer();

    @Override
    protected int run() throws Exception {
        noArgumentsAfter(2);
        DataMap map = mapfile(1);
        MapCopy copy = MapCopy.toHosts(
                Path.of(arg(0, "FILE")),
                map.active().stream().map(MapEntry::host).toList(),
                to.get());
        DataMap copies = copy.targets(scheduleJobs("copy", copy.jobs()));
        Set<String> hosts = copies.active().stream().map(MapEntry::host).collect(Collectors.toSet());
        DataMap reached = map.skipping(entry -> !hosts.contains(entry.host()));
        String name = copy.targets().entries().get(0).file();
        MapResults<Long> counts = results(
                reached,
                scheduleJobs(
                        "count",
                        reached.active().stream()
                                .map(entry -> nodeJob(entry.host(), ExampleBroadcastNode.class, entry.file(), name))
                                .toList()),
                Long.class);
        if (outputMap.get().isPresent()) {
            writeMap(outputMap.get().get(), counts.toMap());
        }
        numbers.set(counts.values().stream().mapToLong(Long::longValue).sum());
        return error.isSet() ? 1 : 0;
    }
}
