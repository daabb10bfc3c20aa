package pipeline.cli.maps;

import java.util.regex.Pattern;

/** The forms of lists of files that are no maps. */
enum ListFormat {
    /** A name on each line. */
    LIST("list"),
    /** {@code host:name} on each line. */
    HOST_PATH("host:path"),
    /** Values with tabs between them. */
    TSV("tsv"),
    /** RFC 4180. */
    CSV("csv"),
    /** Names, or {@code host:name}, each with a NUL behind it, as {@code find -print0} prints them. */
    NUL("nul");

    private static final Pattern HOST_AND_PATH = Pattern.compile("[^/:,\\s\"']+:[^:].*");
    private static final Pattern QUOTED_OR_HEADER = Pattern.compile("(\".*)|([a-z_]+(,[a-z_]+)+)");

    private final String word;

    ListFormat(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    /** Guesses by the first line that is neither blank nor a comment. */
    static ListFormat of(String text) {
        if (text.indexOf('\0') >= 0) {
            return NUL;
        }
        String first = text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .findFirst()
                .orElse("");
        if (first.indexOf('\t') >= 0) {
            return TSV;
        }
        if (QUOTED_OR_HEADER.matcher(first).matches() || first.matches("[^/:,\\s]+,/.*")) {
            return CSV;
        }
        return HOST_AND_PATH.matcher(first).matches() ? HOST_PATH : LIST;
    }
}
