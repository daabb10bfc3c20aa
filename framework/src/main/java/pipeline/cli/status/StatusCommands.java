package pipeline.cli.status;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import pipeline.cli.common.CommandNode;
import pipeline.cli.table.TableCommands;

/** The commands {@code status}, {@code hosts} and {@code slow}. */
public final class StatusCommands {

    private StatusCommands() {}

    /** Returns the words that begin them. */
    public static List<CommandNode> nodes(TableCommands table) {
        return Stream.of(
                        table.node("hosts", HostsCommand::new, Map.of()),
                        table.node("slow", SlowCommand::new, Map.of()),
                        table.node("status", StatusCommand::new, Map.of()))
                .toList();
    }
}
