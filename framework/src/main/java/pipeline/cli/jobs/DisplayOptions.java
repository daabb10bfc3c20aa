package pipeline.cli.jobs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.DidYouMean;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.output.OutputFormat;
import pipeline.cli.output.RecordWriter;
import pipeline.store.query.Field;
import pipeline.text.ShellQuoting;

/** The options that say what is shown of records, and in which form. */
final class DisplayOptions {

    @Option(
            names = "--keys",
            paramLabel = "KEY,...",
            order = 20,
            description =
                    "What to show; the first column always comes along. An unknown key is answered with all that there are.")
    @Nullable
    String keys;

    @Option(names = "--output", paramLabel = "FORM", order = 21, description = "table, json, jsonl, csv or tsv.")
    @Nullable
    String output;

    /** Tells whether somebody asked for a form, or for certain keys. */
    boolean isAsked() {
        return output != null || keys != null;
    }

    /** Returns the form that was typed, or else another. */
    OutputFormat format(OutputFormat otherwise) {
        if (output == null) {
            return otherwise;
        }
        Map<String, OutputFormat> forms = new LinkedHashMap<>();
        for (OutputFormat format : OutputFormat.values()) {
            forms.put(format.name().toLowerCase(Locale.ROOT), format);
        }
        OutputFormat form = forms.get(output);
        if (form == null) {
            throw new UserErrorException(
                    ExitCode.USAGE,
                    "--output must be one of %s, but was %s%s"
                            .formatted(
                                    String.join(", ", forms.keySet()),
                                    ShellQuoting.quote(output),
                                    DidYouMean.didYouMean(output, forms.keySet())));
        }
        return form;
    }

    /** Begins to print records; a table is cut to the screen, if there is one. */
    RecordWriter begin(CliEnvironment environment, OutputFormat otherwise, List<Field> fields) {
        OutputFormat format = format(otherwise);
        OptionalInt width = format == OutputFormat.TABLE ? environment.tty().width() : OptionalInt.empty();
        return format.begin(environment.out(), fields.stream().map(Field::name).toList(), width);
    }
}
