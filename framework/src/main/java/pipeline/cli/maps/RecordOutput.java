package pipeline.cli.maps;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.output.OutputFormat;
import pipeline.cli.output.RecordWriter;

/** The option that says in which form records are printed. */
final class RecordOutput {

    @Option(names = "--output", paramLabel = "FORM", order = 30, description = "table, json, jsonl, csv or tsv.")
    @Nullable
    String output;

    /** Refuses a form that there is not. */
    void check() {
        OutputFormat.typed(output);
    }

    /** Begins to print records; a table is cut to the screen, if there is one. */
    RecordWriter begin(CliEnvironment environment, List<String> names) {
        OutputFormat typed = OutputFormat.typed(output);
        OutputFormat format = typed == null ? OutputFormat.TABLE : typed;
        OptionalInt width = format == OutputFormat.TABLE ? environment.tty().width() : OptionalInt.empty();
        return format.begin(environment.out(), names, width);
    }
}
