package pipeline.cli.jobs;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pipeline.cli.common.ExitCode;
import pipeline.cli.output.OutputFormat;
import pipeline.cli.output.RecordWriter;
import pipeline.cli.table.DisplayOptions;
import pipeline.cli.table.QueryArguments;
import pipeline.cli.table.TableCommand;
import pipeline.cli.table.TableContext;
import pipeline.store.query.ConnectionFields;
import pipeline.store.query.QueryField;
import tools.jackson.databind.node.ObjectNode;

/** Lists the masters and workers. */
@Command(
        name = "connections",
        customSynopsis = "pipeline connections [COMMAND] [OPTION...]",
        description = "Lists the masters and workers that use the job table, or ends them.")
final class ListConnections extends TableCommand {

    /** What is shown unless other keys are typed. */
    static final List<QueryField> SHOWN = List.of(
            ConnectionFields.ID,
            ConnectionFields.KIND,
            ConnectionFields.USER,
            ConnectionFields.HOST,
            ConnectionFields.PID,
            ConnectionFields.STARTED,
            ConnectionFields.TIME_HERE,
            ConnectionFields.STATE,
            ConnectionFields.INFO,
            ConnectionFields.COMMAND);

    @Mixin
    ConnectionSelection selection = new ConnectionSelection();

    @Option(names = "--all", order = 7, description = "Also those that have ended.")
    boolean withEnded;

    @Mixin
    DisplayOptions display = new DisplayOptions();

    @Override
    protected ExitCode run(TableContext context) {
        List<QueryField> fields = QueryArguments.keys(display.keys, ConnectionFields.ALL, SHOWN);
        List<String> names = fields.stream().map(QueryField::name).toList();
        List<ObjectNode> members = selection.members(context, withEnded);
        try (RecordWriter writer = display.begin(context.environment(), OutputFormat.TABLE, fields)) {
            for (ObjectNode member : members) {
                writer.write(member.retain(names));
            }
        }
        if (members.isEmpty() && display.format(OutputFormat.TABLE) == OutputFormat.TABLE) {
            context.err().print("nobody uses %s now\n".formatted(context.table().describe()));
        }
        return ExitCode.DONE;
    }
}
