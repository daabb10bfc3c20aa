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
        CommandGroup<MapCommand> group =
                new CommandGroup<>(environment, command -> command.run(new MapContext(environment, reach, command)));
        return group.node("mapfile", MapOverview::new, commands());
    }

    private static Map<String, Supplier<MapCommand>> commands() {
        Map<String, Supplier<MapCommand>> commands = new LinkedHashMap<>();
        commands.put("scan", ScanFiles::new);
        return commands;
    }
}
