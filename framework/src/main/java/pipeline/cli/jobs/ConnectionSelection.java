package pipeline.cli.jobs;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.table.QueryArguments;
import pipeline.cli.table.TableContext;
import pipeline.store.query.ConnectionFields;
import pipeline.store.query.QueryCondition;
import pipeline.store.query.QueryField;
import pipeline.text.ShellQuoting;
import tools.jackson.databind.node.ObjectNode;

/** The options that say which masters and workers are meant, and in which order. */
final class ConnectionSelection {

    @Mixin
    final NameSelection names = new NameSelection();

    @Option(
            names = "--where",
            paramLabel = "QUERY",
            order = 5,
            description = "Those that fit a query such as '{\"time\": {\"$gt\": 3600}, \"user\": \"olaf\"}'.")
    @Nullable
    String where;

    @Option(
            names = "--order-by",
            paramLabel = "KEY",
            order = 6,
            description = "In this order, such as started, or 'host desc' for the reverse. Default: id.")
    String orderBy = ConnectionFields.ID.name();

    /**
     * Returns those that fit, in the order that was asked for.
     *
     * @param withEnded whether those that have ended are wanted too
     */
    List<ObjectNode> members(TableContext context, boolean withEnded) {
        String[] words = orderBy.strip().split("\\s+", -1);
        String direction = words.length == 2 ? words[1].toLowerCase(Locale.ROOT) : "asc";
        if (words.length > 2 || !List.of("asc", "desc").contains(direction)) {
            throw new UserErrorException(
                    ExitCode.USAGE,
                    "--order-by must be a key, or a key and desc, such as 'host desc', but was "
                            + ShellQuoting.quote(orderBy));
        }
        QueryField order = QueryArguments.field("--order-by", words[0], ConnectionFields.ALL);
        return context.table()
                .connections(
                        condition(context, withEnded),
                        order,
                        direction.equals("desc"),
                        context.settings().timing().orphanTimeout());
    }

    private QueryCondition condition(TableContext context, boolean withEnded) {
        List<QueryCondition> parts =
                names.conditions(context, ConnectionFields.JOB_NAME, ConnectionFields.RECIPE, ConnectionFields.HOST);
        if (where != null) {
            parts.add(context.condition(where, ConnectionFields.ALL));
        }
        if (!withEnded) {
            parts.add(new QueryCondition.Compare(ConnectionFields.STATE, QueryCondition.Relation.NOT_EQUAL, "ended"));
        }
        return QueryCondition.all(parts);
    }
}
