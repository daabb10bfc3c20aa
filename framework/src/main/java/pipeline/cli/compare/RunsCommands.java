package pipeline.cli.compare;

import java.util.Map;
import pipeline.cli.common.CommandNode;
import pipeline.cli.table.TableCommands;

/** The commands on several runs: {@code runs diff}. */
public final class RunsCommands {

    private RunsCommands() {}

    /** Returns the word that begins them. */
    public static CommandNode node(TableCommands table) {
        return table.node("runs", RunsCommand::new, Map.of("diff", RunsDiffCommand::new));
    }
}
