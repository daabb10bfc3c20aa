package pipeline.mapfile;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes a map in the one canonical way of a form that can hold it; lines end with LF. */
final class MapfileWriter {

    private static final Pattern PLAIN_HOST = Pattern.compile("[A-Za-z0-9._][A-Za-z0-9._-]*");
    private static final Pattern PLAIN_FILE = Pattern.compile("[A-Za-z0-9_@%+:./~-]+");

    private final MapfileForm form;
    private final TextQuoting escapes;

    MapfileWriter(MapfileForm form) {
        this.form = form;
        this.escapes =
                form == MapfileForm.JSON || form == MapfileForm.JSON_LINES ? TextQuoting.JSON : TextQuoting.PYTHON;
    }

    void write(DataMap map, Writer out) throws IOException {
        switch (form) {
            case PARSET -> parset(map, out);
            case JSON_LINES -> {
                for (MapEntry entry : map.entries()) {
                    out.write(record(entry) + "\n");
                }
            }
            case TUPLES, DICTS, MULTI, JSON -> list(map, out);
        }
    }

    private static void parset(DataMap map, Writer out) throws IOException {
        String current = "";
        for (MapEntry entry : map.entries()) {
            if (entry.host().equals(current)) {
                out.write(", ");
            } else {
                out.write((current.isEmpty() ? "" : " ]\n") + plainOrQuoted(entry.host(), PLAIN_HOST) + " = [ ");
                current = entry.host();
            }
            out.write(plainOrQuoted(entry.file(), PLAIN_FILE));
        }
        out.write(current.isEmpty() ? "" : " ]\n");
    }

    private static String plainOrQuoted(String name, Pattern plain) {
        if (plain.matcher(name).matches()) {
            return name;
        }
        return name.indexOf('"') < 0 ? '"' + name + '"' : "'" + name + "'";
    }

    /** Python takes a comma after the last record, JSON does not. */
    private void list(DataMap map, Writer out) throws IOException {
        out.write("[\n");
        for (MapEntry entry : map.entries()) {
            boolean comma = form != MapfileForm.JSON || entry.index() < map.size() - 1;
            out.write(record(entry) + (comma ? ",\n" : "\n"));
        }
        out.write("]\n");
    }

    private String record(MapEntry entry) {
        String host = escapes.quote(entry.host());
        if (form == MapfileForm.TUPLES) {
            return "(" + host + ", " + escapes.quote(entry.file()) + ")";
        }
        String record =
                key("host") + host + ", " + key("file") + files(entry) + ", " + key("skip") + truth(entry.skip());
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
