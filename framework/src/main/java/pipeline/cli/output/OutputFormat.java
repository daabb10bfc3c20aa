package pipeline.cli.output;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import pipeline.cli.common.DidYouMean;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.text.ShellQuoting;

/** The forms in which records can be printed. */
public enum OutputFormat {
    /** Aligned columns for people. */
    TABLE,
    /** One JSON array. */
    JSON,
    /** A JSON object on each line. */
    JSONL,
    /** RFC 4180: a header, lines that end with CR LF, quotes where they are needed. An absent value is empty, an empty text {@code ""}. A text that a spreadsheet would compute, one that begins with {@code =}, {@code +}, {@code -} or {@code @} and is no number, has {@code '} before it; control characters are {@code \x1b}. */
    CSV,
    /** A header, tabs between values; tab, line ends and backslash in a value are {@code \t}, {@code \n}, {@code \r}, {@code \\}, other control characters {@code \x1b}. */
    TSV;

    /**
     * Returns the form that somebody typed for {@code --output}; null if nobody did.
     *
     * @throws UserErrorException if there is no such form
     */
    public static @Nullable OutputFormat typed(@Nullable String word) {
        if (word == null) {
            return null;
        }
        Map<String, OutputFormat> forms = new LinkedHashMap<>();
        for (OutputFormat format : values()) {
            forms.put(format.name().toLowerCase(Locale.ROOT), format);
        }
        OutputFormat form = forms.get(word);
        if (form == null) {
            throw new UserErrorException(
                    ExitCode.USAGE,
                    "--output must be one of %s, but was %s%s"
                            .formatted(
                                    String.join(", ", forms.keySet()),
                                    ShellQuoting.quote(word),
                                    DidYouMean.didYouMean(word, forms.keySet())));
        }
        return form;
    }

    /**
     * Begins to print. Records in JSON say their {@code schema_version} too.
     *
     * @param names of the values of each record, in the order in which they are shown
     * @param width at which lines of a table are cut; empty if they are not
     */
    public RecordWriter begin(PrintStream out, List<String> names, OptionalInt width) {
        RecordWriter writer = beginChosen(out, names, width);
        return this == JSON || this == JSONL ? new VersionedWriter(writer) : writer;
    }

    /** Begins to print the values that somebody has chosen, and no others. */
    public RecordWriter beginChosen(PrintStream out, List<String> names, OptionalInt width) {
        return switch (this) {
            case TABLE -> new TableWriter(out, names, width);
            case JSON -> new JsonArrayWriter(out);
            case JSONL -> new JsonLinesWriter(out);
            case CSV -> new SeparatedWriter(out, names, SeparatedWriter.CSV);
            case TSV -> new SeparatedWriter(out, names, SeparatedWriter.TSV);
        };
    }
}
