package pipeline.cli.jobs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import pipeline.cli.common.CommandNode;
import pipeline.cli.table.TableCommand;
import pipeline.cli.table.TableCommands;

/** The commands {@code jobs}, {@code connections}, {@code drain} and {@code undrain}. */
public final class JobsCommands {

    /** The commands that may follow {@code jobs}. */
    static final Map<String, Supplier<TableCommand>> JOBS = jobs();

    private static final Map<String, Supplier<TableCommand>> CONNECTIONS = Map.of("kill", KillConnections::new);

    private JobsCommands() {}

    /** Returns the words that begin a command on the table, each with those that may follow. */
    public static List<CommandNode> nodes(TableCommands table) {
        return List.of(
                table.node("connections", ListConnections::new, CONNECTIONS),
                table.node("drain", DrainHosts::new, Map.of()),
                table.node("jobs", ListJobs::new, JOBS),
                table.node("undrain", UndrainHosts::new, Map.of()));
    }

    private static Map<String, Supplier<TableCommand>> jobs() {
        Map<String, Supplier<TableCommand>> commands = new LinkedHashMap<>();
        commands.put("show", ShowJob::new);
        commands.put("errors", JobErrors::new);
        commands.put("progress", JobProgress::new);
        commands.put("query", QueryJobs::new);
        commands.put("export", ExportJobs::new);
        commands.put("retry", RetryJobs::new);
        commands.put("cancel", CancelJobs::new);
        commands.put("ignore", IgnoreJobs::new);
        commands.put("set", SetJobs::new);
        commands.put("clear", ClearJobs::new);
        commands.put("purge", PurgeJobs::new);
        commands.put("compact", CompactTable::new);
        commands.put("refresh", FreeOrphans::new);
        return commands;
    }
}
