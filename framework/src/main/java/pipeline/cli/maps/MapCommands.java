package pipeline.cli.maps;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.CommandGroup;
import pipeline.cli.common.CommandNode;

/** The command {@code mapfile} and those that follow it. */
public final class MapCommands {

    private MapCommands() {}

    /** Returns the word with those that may follow. */
    public static CommandNode node(CliEnvironment environment, ScanReach reach) {
        CommandGroup<MapCommand> group = new CommandGroup<>(
                environment, command -> command.run(new MapContext(environment, reach, command.configuration)));
        return group.node("mapfile", MapOverview::new, commands());
    }

    private static Map<String, Supplier<MapCommand>> commands() {
        Map<String, Supplier<MapCommand>> commands = new LinkedHashMap<>();
        commands.put("scan", ScanFiles::new);
        commands.put("from", MapFromList::new);
        commands.put("place", PlaceFiles::new);
        commands.put("convert", ConvertMap::new);
        commands.put("validate", ValidateMaps::new);
        commands.put("show", ShowMap::new);
        commands.put("stat", CountMap::new);
        commands.put("diff", CompareMaps::new);
        commands.put("sort", SortMap::new);
        commands.put("merge", MergeMaps::new);
        commands.put("split", SplitMap::new);
        commands.put("filter", FilterMap::new);
        commands.put("skip", SkipEntries::new);
        commands.put("prune", PruneMap::new);
        commands.put("expand", ExpandMap::new);
        commands.put("fold", FoldMap::new);
        commands.put("rehost", RehostMap::new);
        commands.put("align", AlignMaps::new);
        return commands;
    }
}
