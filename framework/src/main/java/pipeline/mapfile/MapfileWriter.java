package pipeline.mapfile;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes a map in the one canonical way of a form, entry by entry, so that its length takes no memory; lines end with LF. Used by one
 * thread.
 *
 * <pre>{@code
 * Mapfile.write(Path.of("my.mapfile"), out -> {
 *     try (MapfileWriter writer = new MapfileWriter(out, MapfileForm.DICTS)) {
 *         writer.add(MapEntry.of("lce001", "/data/a.MS"));
 *     }
 * });
 * }</pre>
 */
public final class MapfileWriter implements AutoCloseable {

    private static final Pattern PLAIN_HOST = Pattern.compile("[A-Za-z0-9._][A-Za-z0-9._-]*");
    private static final Pattern PLAIN_FILE = Pattern.compile("[A-Za-z0-9_@%+:./~-]+");

    private final Writer out;
    private final MapfileForm form;
    private final TextQuoting escapes;
    private final String hostKey;
    private final String fileKey;
    private final String skipKey;
    private String currentHost = "";
    private boolean isBegun;
    private boolean isLineOpen;

    /**
     * Makes it; nothing is written yet.
     *
     * @param out stays open
     */
    public MapfileWriter(Writer out, MapfileForm form) {
        this.out = out;
        this.form = form;
        this.escapes =
                form == MapfileForm.JSON || form == MapfileForm.JSON_LINES ? TextQuoting.JSON : TextQuoting.PYTHON;
        this.hostKey = escapes.quote("host") + ": ";
        this.fileKey = escapes.quote("file") + ": ";
        this.skipKey = escapes.quote("skip") + ": ";
    }

    /**
     * Writes the next entry; whether it is in its place in a map is not looked at.
     *
     * @throws MapfileException if the form cannot hold it
     */
    public void add(MapEntry entry) throws IOException, MapfileException {
        String refusal = FormLimits.refusal(form, entry);
        if (refusal != null) {
            throw MapfileException.between("the form " + form + " cannot hold this map: " + refusal
                    + "; take another form, such as dicts or json");
        }
        begin();
        write(entry);
    }

    /** Writes a comment before the next entry, in a form that has them; the others leave it out. */
    void comment(String text) throws IOException {
        if (!form.hasComments()) {
            return;
        }
        begin();
        endLine();
        out.write(text + "\n");
    }

    private void begin() throws IOException {
        if (!isBegun && isList()) {
            out.write("[\n");
        }
        isBegun = true;
    }

    private boolean isList() {
        return form != MapfileForm.PARSET && form != MapfileForm.JSON_LINES;
    }

    private void write(MapEntry entry) throws IOException {
        if (form == MapfileForm.PARSET) {
            parset(entry);
            return;
        }
        // Python takes a comma after the last record, JSON does not
        if (form == MapfileForm.JSON && isLineOpen) {
            out.write(",\n");
        }
        out.write(record(entry));
        isLineOpen = form == MapfileForm.JSON;
        if (!isLineOpen) {
            out.write(isList() ? ",\n" : "\n");
        }
    }

    private void parset(MapEntry entry) throws IOException {
        if (isLineOpen && entry.host().equals(currentHost)) {
            out.write(", ");
        } else {
            endLine();
            out.write(plainOrQuoted(entry.host(), PLAIN_HOST) + " = [ ");
            currentHost = entry.host();
        }
        out.write(plainOrQuoted(entry.file(), PLAIN_FILE));
        isLineOpen = true;
    }

    private void endLine() throws IOException {
        if (isLineOpen) {
            out.write(form == MapfileForm.PARSET ? " ]\n" : "\n");
        }
        isLineOpen = false;
    }

    private static String plainOrQuoted(String name, Pattern plain) {
        if (plain.matcher(name).matches()) {
            return name;
        }
        return name.indexOf('"') < 0 ? '"' + name + '"' : "'" + name + "'";
    }

    /** Writes the end, also of a map without entries. */
    @Override
    public void close() throws IOException {
        begin();
        endLine();
        if (isList()) {
            out.write("]\n");
        }
        out.flush();
    }

    private String record(MapEntry entry) {
        String host = escapes.quote(entry.host());
        if (form == MapfileForm.TUPLES) {
            return "(" + host + ", " + escapes.quote(entry.file()) + ")";
        }
        String record = hostKey + host + ", " + fileKey + files(entry) + ", " + skipKey + truth(entry.skip());
        boolean single = entry.files().size() == 1 && entry.fileSkips().get(0) == entry.skip();
        if (form == MapfileForm.MULTI || !single) {
            record += ", " + key("file_skip")
                    + list(entry.fileSkips().stream().map(this::truth).toList());
        }
        return "{" + record + "}";
    }

    private String key(String name) {
        return escapes.quote(name) + ": ";
    }

    /** A name in brackets would be read as a list inside a text, so it is written as a list of one. */
    private String files(MapEntry entry) {
        boolean single = entry.files().size() == 1 && !EmbeddedFileList.isList(entry.file());
        return single && form != MapfileForm.MULTI
                ? escapes.quote(entry.file())
                : list(entry.files().stream().map(escapes::quote).toList());
    }

    private String truth(boolean value) {
        return escapes == TextQuoting.JSON ? String.valueOf(value) : value ? "True" : "False";
    }

    private static String list(List<String> values) {
        return values.stream().collect(Collectors.joining(", ", "[", "]"));
    }
}
