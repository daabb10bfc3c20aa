package pipeline.cli.hosts;

import java.util.Map;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.CommandGroup;
import pipeline.cli.common.CommandNode;

/** The command {@code hosts check}. */
public final class HostCheckCommands {

    private HostCheckCommands() {}

    /** Returns the word that follows {@code hosts}. */
    public static CommandNode node(CliEnvironment environment, CheckReach reach) {
        return new CommandGroup<HostCheckCommand>(environment, command -> command.run(environment, reach))
                .node("check", HostCheckCommand::new, Map.of());
    }
}
