package pipeline.cli.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.output.OutputFormat;
import pipeline.cli.output.RecordWriter;
import pipeline.cli.table.DisplayOptions;
import pipeline.cli.table.QueryArguments;
import pipeline.cli.table.TableCommand;
import pipeline.cli.table.TableContext;
import pipeline.hostset.HostSet;
import pipeline.store.DrainedHost;
import pipeline.store.ProcessIdentity;
import pipeline.store.query.QueryField;
import pipeline.text.Json;
import tools.jackson.databind.node.ObjectNode;

/** Takes hosts out of use, or lists those that are. */
@Command(
        name = "drain",
        customSynopsis = "pipeline drain [OPTION...] [HOSTS...]",
        description =
                "Takes hosts out of use: they get nothing new, what runs there ends, and their jobs are parked. Runs and"
                        + " workers see it at their next heartbeat, and later ones too, until pipeline undrain. Without hosts it"
                        + " lists what is drained.")
final class DrainHosts extends TableCommand {

    private static final List<QueryField> SHOWN =
            List.of(text("host"), text("job_name"), text("user"), text("machine"), time("since"), text("reason"));

    @Parameters(arity = "0..*", paramLabel = "HOSTS", description = "Host sets such as lce[001-010], and @groups.")
    List<String> sets = new ArrayList<>();

    @Option(
            names = {"-j", "--job-name"},
            paramLabel = "JOB",
            order = 1,
            description = "For this job name only. Default: for all.")
    @Nullable
    String jobName;

    @Option(names = "--reason", paramLabel = "TEXT", order = 2, description = "Why; it is shown with each parked job.")
    @Nullable
    String reason;

    @Mixin
    DisplayOptions display = new DisplayOptions();

    private static QueryField text(String name) {
        return new QueryField(name, QueryField.ValueType.TEXT, QueryField.Search.SHOWN_ONLY);
    }

    private static QueryField time(String name) {
        return new QueryField(name, QueryField.ValueType.TIME, QueryField.Search.SHOWN_ONLY);
    }

    @Override
    protected boolean isChanging() {
        return !sets.isEmpty();
    }

    @Override
    protected ExitCode run(TableContext context) {
        if (sets.isEmpty()) {
            if (reason != null) {
                throw new UserErrorException(ExitCode.USAGE, "--reason needs hosts to drain");
            }
            list(context);
        } else if (display.isAsked()) {
            throw new UserErrorException(
                    ExitCode.USAGE,
                    "what --keys and --output say is for the list of drained hosts, which drain shows without HOSTS");
        } else {
            List<String> hosts = hosts(context, sets);
            context.table()
                    .drain(
                            hosts,
                            jobName == null ? "" : jobName,
                            ProcessIdentity.ofThisProcess(),
                            reason == null ? "" : reason.strip());
            context.out().print("drained: %s\n".formatted(HostSet.folded(hosts)));
            noteWhen(context);
        }
        return ExitCode.DONE;
    }

    static List<String> hosts(TableContext context, List<String> sets) {
        return sets.stream()
                .flatMap(set -> context.hostSet("HOSTS", set).stream())
                .distinct()
                .toList();
    }

    static void noteWhen(TableContext context) {
        context.err()
                .print("Runs and workers see it at their next heartbeat, within %d s.\n"
                        .formatted(context.settings().timing().heartbeat().toSeconds()));
    }

    private void list(TableContext context) {
        List<QueryField> fields = QueryArguments.keys(display.keys, SHOWN, SHOWN);
        List<String> names = fields.stream().map(QueryField::name).toList();
        List<DrainedHost> drains = context.table().drains().stream()
                .filter(drain -> jobName == null || drain.isFor(jobName))
                .toList();
        try (RecordWriter writer = display.begin(context.environment(), OutputFormat.TABLE, fields)) {
            drains.forEach(drain -> writer.write(record(drain).retain(names)));
        }
        if (drains.isEmpty() && display.format(OutputFormat.TABLE) == OutputFormat.TABLE) {
            context.err()
                    .print("no host is drained in %s\n"
                            .formatted(context.table().describe()));
        }
    }

    private static ObjectNode record(DrainedHost drain) {
        ObjectNode record = (ObjectNode) Json.tree(Map.of());
        record.put("host", drain.host());
        record.put("job_name", drain.jobName().isEmpty() ? null : drain.jobName());
        record.put("user", drain.user());
        record.put("machine", drain.machine());
        record.put("since", drain.since().toString());
        record.put("reason", drain.reason());
        return record;
    }
}
