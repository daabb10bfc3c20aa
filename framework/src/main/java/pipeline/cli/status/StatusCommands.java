package pipeline.cli.status;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import pipeline.cli.common.CommandNode;
import pipeline.cli.table.TableCommands;

/** The commands {@code status}, {@code hosts}, {@code slow}, {@code logs}, {@code explain}, {@code report} and {@code serve}. */
public final class StatusCommands {

    private StatusCommands() {}

    /** Returns the words that begin them. */
    public static List<CommandNode> nodes(TableCommands table) {
        return Stream.of(
                        table.node("explain", ExplainCommand::new, Map.of()),
                        table.node("hosts", HostsCommand::new, Map.of()),
                        table.node("logs", LogsCommand::new, Map.of()),
                        table.node("report", ReportCommand::new, Map.of()),
                        table.node("serve", ServeCommand::new, Map.of()),
                        table.node("slow", SlowCommand::new, Map.of()),
                        table.node("status", StatusCommand::new, Map.of()))
                .toList();
    }
}
