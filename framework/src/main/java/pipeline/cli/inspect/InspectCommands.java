package pipeline.cli.inspect;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import pipeline.cli.common.CommandNode;
import pipeline.cli.table.TableCommands;

/** The commands {@code explain} and {@code logs}. */
public final class InspectCommands {

    private InspectCommands() {}

    /** Returns the words that begin them. */
    public static List<CommandNode> nodes(TableCommands table) {
        return Stream.of(
                        table.node("explain", ExplainCommand::new, Map.of()),
                        table.node("logs", LogsCommand::new, Map.of()))
                .toList();
    }
}
