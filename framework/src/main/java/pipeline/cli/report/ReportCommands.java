package pipeline.cli.report;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import pipeline.cli.common.CommandNode;
import pipeline.cli.table.TableCommands;

/** The commands {@code report} and {@code serve}. */
public final class ReportCommands {

    private ReportCommands() {}

    /** Returns the words that begin them. */
    public static List<CommandNode> nodes(TableCommands table) {
        return Stream.of(
                        table.node("report", ReportCommand::new, Map.of()),
                        table.node("serve", ServeCommand::new, Map.of()))
                .toList();
    }
}
