package pipeline.cli.table;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.output.OutputFormat;
import pipeline.cli.output.OutputOption;
import pipeline.cli.output.RecordWriter;
import pipeline.store.query.QueryField;

/** The options that say what is shown of records, and in which form. */
public final class DisplayOptions {

    @Option(
            names = "--keys",
            paramLabel = "KEY,...",
            order = 20,
            description =
                    "What to show; the first column always comes along. An unknown key is answered with all that there are.")
    @Nullable
    public String keys;

    @Mixin
    final OutputOption output = new OutputOption();

    @Option(
            names = "--wide",
            order = 22,
            description = "Shows a table as wide as it is, also where the screen is narrower.")
    boolean isWide;

    /** Returns whether somebody asked for a form, or for certain keys. */
    public boolean isAsked() {
        return output.isTyped() || keys != null;
    }

    /** Returns the form that was typed, or else another. */
    public OutputFormat format(OutputFormat otherwise) {
        return output.format(otherwise);
    }

    /** Returns how wide a table may be; empty for any width. */
    public OptionalInt width(CliEnvironment environment) {
        return isWide ? OptionalInt.empty() : environment.tty().width();
    }

    /** Returns how many lines a screen has; empty if nothing need be left out. */
    public OptionalInt height(CliEnvironment environment) {
        return isWide ? OptionalInt.empty() : environment.tty().height();
    }

    /** Begins to print records; a table is cut to the screen, if there is one. */
    public RecordWriter begin(CliEnvironment environment, OutputFormat otherwise, List<QueryField> fields) {
        OutputFormat format = format(otherwise);
        OptionalInt width = format == OutputFormat.TABLE ? width(environment) : OptionalInt.empty();
        List<String> names = fields.stream().map(QueryField::name).toList();
        return keys == null
                ? format.begin(environment.out(), names, width)
                : format.beginChosen(environment.out(), names, width);
    }
}
