package pipeline.cli.jobs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.output.OutputFormat;
import pipeline.cli.output.RecordWriter;
import pipeline.cli.table.TableContext;
import pipeline.store.ProcessIdentity;
import pipeline.store.query.ConnectionFields;
import pipeline.store.query.QueryField;
import pipeline.text.ShellQuoting;
import tools.jackson.databind.node.ObjectNode;

/** Asks masters and workers to end, wherever they run. */
@Command(
        name = "kill",
        customSynopsis = "pipeline connections kill [OPTION...] [ID...]",
        description =
                "Asks masters and workers to end, wherever they run: it lists them and asks which. They end at their"
                        + " next heartbeat, and what they have reserved is pending again.")
final class KillConnections extends ChangingCommand {

    @Parameters(arity = "0..*", paramLabel = "ID", description = "The numbers of masters and workers.")
    List<String> ids = new ArrayList<>();

    @Mixin
    ConnectionSelection selection = new ConnectionSelection();

    @Option(names = "--yes", order = 30, description = "End all that fit without asking.")
    boolean isGiven;

    @Override
    protected ExitCode run(TableContext context) throws IOException {
        List<ObjectNode> members = listed(context);
        refuseUnknown(members);
        if (isGiven) {
            end(context, numbers(members));
            return ExitCode.DONE;
        }
        if (!context.environment().tty().isAnswering()) {
            print(context, members);
            throw new UserErrorException(
                    ExitCode.USAGE, "nobody can be asked, so nobody was ended; --yes ends all that fit without asking");
        }
        return asked(context, members);
    }

    private ExitCode asked(TableContext context, List<ObjectNode> first) throws IOException {
        List<ObjectNode> members = first;
        while (!members.isEmpty()) {
            print(context, members);
            String answer = context.environment()
                    .tty()
                    .ask("End which? (its id, a: all, q: quit, nothing: list again) ", context.err())
                    .orElse("q");
            if (answer.equals("q")) {
                return ExitCode.DONE;
            } else if (answer.equals("a")) {
                end(context, numbers(members));
                return ExitCode.DONE;
            } else if (!answer.isEmpty()) {
                one(context, members, answer);
            }
            members = listed(context);
        }
        context.err().print("nobody else uses %s\n".formatted(context.table().describe()));
        return ExitCode.DONE;
    }

    private static void one(TableContext context, List<ObjectNode> members, String answer) {
        Set<Long> known = numbers(members);
        if (answer.matches("[0-9]{1,18}") && known.contains(Long.parseLong(answer))) {
            end(context, Set.of(Long.parseLong(answer)));
        } else {
            context.err().print("%s is not in the list\n".formatted(ShellQuoting.quote(answer)));
        }
    }

    private static void end(TableContext context, Set<Long> numbers) {
        long asked = context.table().askToEnd(numbers);
        context.out().print("asked to end: %d\n".formatted(asked));
        if (asked > 0) {
            context.err()
                    .print(
                            "They end at their next heartbeat, within %d s; what they have reserved is pending again then.\n"
                                    .formatted(context.settings()
                                            .timing()
                                            .heartbeat()
                                            .toSeconds()));
        }
        if (asked < numbers.size()) {
            context.err().print("%d had ended or been asked before\n".formatted(numbers.size() - asked));
        }
    }

    /** Returns those that fit, but for this process. */
    private List<ObjectNode> listed(TableContext context) {
        ProcessIdentity self = ProcessIdentity.ofThisProcess();
        return selection.members(context, false).stream()
                .filter(member -> ids.isEmpty() || ids.contains(String.valueOf(number(member))))
                .filter(member -> !isSelf(member, self))
                .toList();
    }

    private void refuseUnknown(List<ObjectNode> members) {
        Set<Long> known = numbers(members);
        List<String> unknown = ids.stream()
                .filter(id -> !id.matches("[1-9][0-9]{0,17}") || !known.contains(Long.parseLong(id)))
                .toList();
        if (!unknown.isEmpty()) {
            throw new UserErrorException(
                    ExitCode.USAGE,
                    "there is no master or worker %s; nobody was ended"
                            .formatted(unknown.stream().map(ShellQuoting::quote).collect(Collectors.joining(", "))));
        }
    }

    private static boolean isSelf(ObjectNode member, ProcessIdentity self) {
        return self.pid() == member.path(ConnectionFields.PID.name()).asLong(-1)
                && self.machine()
                        .equals(member.path(ConnectionFields.HOST.name()).asString(""));
    }

    private static Set<Long> numbers(List<ObjectNode> members) {
        return members.stream().map(KillConnections::number).collect(Collectors.toCollection(TreeSet::new));
    }

    private static long number(ObjectNode member) {
        return member.path(ConnectionFields.ID.name()).asLong();
    }

    private static void print(TableContext context, List<ObjectNode> members) {
        List<String> names = Stream.of(
                        ConnectionFields.ID,
                        ConnectionFields.KIND,
                        ConnectionFields.USER,
                        ConnectionFields.HOST,
                        ConnectionFields.PID,
                        ConnectionFields.STATE,
                        ConnectionFields.TIME_HERE,
                        ConnectionFields.INFO)
                .map(QueryField::name)
                .toList();
        OptionalInt width = context.environment().tty().width();
        try (RecordWriter writer = OutputFormat.TABLE.begin(context.err(), names, width)) {
            members.forEach(writer::write);
        }
    }
}
