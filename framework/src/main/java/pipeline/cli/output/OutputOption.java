package pipeline.cli.output;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import pipeline.cli.common.CliEnvironment;

/** The option that says in which form records are printed. */
public final class OutputOption {

    @Option(names = "--output", paramLabel = "FORM", order = 21, description = "table, json, jsonl, csv or tsv.")
    @Nullable
    String word;

    /** Returns whether a form was typed. */
    public boolean isTyped() {
        return word != null;
    }

    /**
     * Returns the form that was typed, or else another.
     *
     * @throws pipeline.cli.common.UserErrorException if there is no form of that name
     */
    public OutputFormat format(OutputFormat otherwise) {
        OutputFormat typed = OutputFormat.typed(word);
        return typed == null ? otherwise : typed;
    }

    /**
     * Refuses a form that there is not.
     *
     * @throws pipeline.cli.common.UserErrorException if one was typed
     */
    public void check() {
        OutputFormat.typed(word);
    }

    /** Begins to print records, as a table if no form was typed; a table is cut to the screen, if there is one. */
    public RecordWriter begin(CliEnvironment environment, List<String> names) {
        OutputFormat format = format(OutputFormat.TABLE);
        OptionalInt width = format == OutputFormat.TABLE ? environment.tty().width() : OptionalInt.empty();
        return format.begin(environment.out(), names, width);
    }
}
