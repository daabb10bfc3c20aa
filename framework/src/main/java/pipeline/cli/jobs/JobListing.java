package pipeline.cli.jobs;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.output.OutputFormat;
import pipeline.cli.output.RecordWriter;
import pipeline.cli.table.DisplayOptions;
import pipeline.cli.table.QueryArguments;
import pipeline.cli.table.TableContext;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;
import pipeline.store.query.QueryField;
import tools.jackson.databind.node.ObjectNode;

/** Prints records of jobs: the options for it, and the doing. */
final class JobListing {

    /** Nothing can be printed any more: who prints to a closed pipe need not fetch a million jobs first. */
    private static final class NobodyReads extends RuntimeException {
        private static final long serialVersionUID = 1;

        NobodyReads() {
            super("standard output is closed", null, false, false);
        }
    }

    private static final int LOOK_EVERY = 1000;

    @Mixin
    DisplayOptions display = new DisplayOptions();

    @Option(names = "--limit", paramLabel = "N", order = 22, description = "At most N jobs.")
    @Nullable
    Long limit;

    /** Prints the jobs that fit, in the order of their numbers. */
    ExitCode print(
            TableContext context, QueryCondition condition, OutputFormat otherwise, List<QueryField> unlessTyped) {
        return print(context, condition, otherwise, unlessTyped, () -> "");
    }

    /**
     * Prints the jobs that fit, in the order of their numbers.
     *
     * @param whyNone says more if there are none
     */
    ExitCode print(
            TableContext context,
            QueryCondition condition,
            OutputFormat otherwise,
            List<QueryField> unlessTyped,
            Supplier<String> whyNone) {
        List<QueryField> fields = QueryArguments.keys(display.keys, JobFields.ALL, unlessTyped);
        long[] printed = {0};
        try (RecordWriter writer = display.begin(context.environment(), otherwise, fields)) {
            each(context, condition, fields, record -> {
                writer.write(record);
                printed[0]++;
            });
        }
        if (printed[0] == 0 && display.format(otherwise) == OutputFormat.TABLE) {
            context.err().print("no jobs fit%s\n".formatted(whyNone.get()));
        }
        return ExitCode.DONE;
    }

    /** Hands over each record that fits, as long as what is printed goes out. */
    void each(TableContext context, QueryCondition condition, List<QueryField> fields, Consumer<ObjectNode> sink) {
        if (limit != null && limit < 1) {
            throw new UserErrorException(ExitCode.USAGE, "--limit must be at least 1, but was " + limit);
        }
        long[] given = {0};
        try {
            context.table().query(condition, fields, limit, record -> {
                sink.accept(record);
                if (++given[0] % LOOK_EVERY == 0 && context.out().checkError()) {
                    throw new NobodyReads();
                }
            });
        } catch (NobodyReads e) {
            // said at the end, with everything else that could not be printed
        }
    }

    /** Prints what no jobs look like in this form. */
    ExitCode printNothing(TableContext.Empty context, OutputFormat otherwise, List<QueryField> unlessTyped) {
        List<QueryField> fields = QueryArguments.keys(display.keys, JobFields.ALL, unlessTyped);
        display.begin(context.environment(), otherwise, fields).close();
        context.environment().err().print(context.message() + "\n");
        return ExitCode.DONE;
    }
}
