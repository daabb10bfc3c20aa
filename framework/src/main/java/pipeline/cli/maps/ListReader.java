package pipeline.cli.maps;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.mapfile.MapEntry;
import pipeline.parset.SourceText;

/** Reads the entries of a list of files. */
final class ListReader {

    private static final List<String> WITHOUT_HEADER = List.of("host", "file", "skip");

    private final SourceText source;
    private final ListFormat format;
    private final @Nullable String host;
    private final List<MapEntry> entries = new ArrayList<>();

    /**
     * Makes it.
     *
     * @param host of names that have none; null if there is none
     */
    ListReader(SourceText source, ListFormat format, @Nullable String host) {
        this.source = source;
        this.format = format;
        this.host = host;
    }

    List<MapEntry> read() {
        switch (format) {
            case LIST, HOST_PATH -> lines("\n");
            case NUL -> lines("\0");
            case TSV -> table('\t');
            case CSV -> table(',');
        }
        return entries;
    }

    private void lines(String end) {
        String text = source.text();
        int from = 0;
        while (from < text.length()) {
            int to = text.indexOf(end, from);
            to = to < 0 ? text.length() : to;
            String line = text.substring(from, to);
            if (!end.equals("\0")) {
                line = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            }
            boolean isNothing = line.isBlank() || (line.startsWith("#") && !end.equals("\0"));
            if (!isNothing) {
                name(line, from);
            }
            from = to + 1;
        }
    }

    private void name(String line, int offset) {
        int colon = line.indexOf(':');
        boolean hasHost = format == ListFormat.HOST_PATH
                || (format == ListFormat.NUL && host == null && colon > 0 && line.lastIndexOf('/', colon) < 0);
        if (hasHost && colon <= 0) {
            throw wrong(offset, "expected host:path");
        }
        String named = hasHost ? line.substring(0, colon) : host;
        if (named == null) {
            throw wrong(offset, "names no host; say which one has the files: --host HOST");
        }
        add(offset, named, hasHost ? line.substring(colon + 1) : line, false);
    }

    private void table(char separator) {
        SeparatedReader reader = new SeparatedReader(source.text(), separator);
        List<String> columns = WITHOUT_HEADER;
        boolean isFirst = true;
        while (reader.hasNext()) {
            int offset = reader.position();
            List<String> values = reader.next();
            if (values.equals(List.of("")) || values.get(0).startsWith("#")) {
                continue;
            }
            List<String> lower = values.stream()
                    .map(value -> value.strip().toLowerCase(Locale.ROOT))
                    .toList();
            if (isFirst && lower.contains("file")) {
                columns = lower;
            } else {
                row(offset, columns, values);
            }
            isFirst = false;
        }
    }

    private void row(int offset, List<String> columns, List<String> values) {
        String file = value(columns, values, "file");
        String named = value(columns, values, "host");
        if (file == null || (named == null && host == null)) {
            throw wrong(
                    offset,
                    "expected a host and a file, but found %d values; the columns are %s"
                            .formatted(values.size(), String.join(", ", columns)));
        }
        String skip = value(columns, values, "skip");
        boolean isSkipped = skip != null && skip.equalsIgnoreCase("true");
        if (skip != null && !skip.isEmpty() && !isSkipped && !skip.equalsIgnoreCase("false")) {
            throw wrong(offset, "skip must be true or false, but was " + skip);
        }
        add(offset, named == null ? String.valueOf(host) : named, file, isSkipped);
    }

    private static @Nullable String value(List<String> columns, List<String> values, String name) {
        int column = columns.indexOf(name);
        return column < 0 || column >= values.size() ? null : values.get(column);
    }

    private void add(int offset, String named, String file, boolean skip) {
        try {
            entries.add(MapEntry.of(named, file, skip));
        } catch (IllegalArgumentException e) {
            throw wrong(offset, String.valueOf(e.getMessage()));
        }
    }

    private UserErrorException wrong(int offset, String problem) {
        return new UserErrorException(
                ExitCode.CONFIGURATION,
                "%s:%d: %s (read as %s; --format says otherwise)\n%s"
                        .formatted(source.name(), source.line(offset), problem, format.word(), source.excerpt(offset)));
    }
}
