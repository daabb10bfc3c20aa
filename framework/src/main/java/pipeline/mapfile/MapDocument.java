package pipeline.mapfile;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import pipeline.parset.SourceText;

/**
 * A map as it stands in a file: its entries with the comments before them, and its form. Immutable.
 *
 * <pre>{@code
 * MapDocument document = MapDocument.read(Path.of("my.mapfile"));
 * MapDocument without = document.withLines(document.lines().stream()
 *         .filter(line -> !line.entry().skip())
 *         .toList());
 * }</pre>
 */
public final class MapDocument {

    private final MapfileForm form;
    private final List<String> head;
    private final List<Line> lines;
    private final List<String> tail;

    /**
     * An entry.
     *
     * @param comments that stand before it, each with its {@code #}
     */
    public record Line(MapEntry entry, List<String> comments) {

        /** Returns the same line with another entry. */
        public Line with(MapEntry other) {
            return new Line(other, comments);
        }
    }

    private MapDocument(MapfileForm form, List<String> head, List<Line> lines, List<String> tail) {
        this.form = form;
        this.head = head;
        this.lines = lines;
        this.tail = tail;
    }

    /** Makes the document of a map without comments. */
    public static MapDocument of(DataMap map, MapfileForm form) {
        return new MapDocument(
                form,
                List.of(),
                map.entries().stream().map(entry -> new Line(entry, List.of())).toList(),
                List.of());
    }

    /**
     * Reads a map, which may be empty.
     *
     * @param name what messages call the text
     * @throws MapfileException if something in it is wrong
     */
    public static MapDocument read(String name, String text) throws MapfileException {
        return Mapfile.document(SourceText.of(name, text));
    }

    /**
     * Reads a map, which may be empty.
     *
     * @param file {@code -} for standard input
     * @throws MapfileException if there is no such file, or something in it is wrong
     */
    public static MapDocument read(Path file) throws MapfileException {
        return Mapfile.document(file);
    }

    /**
     * Puts comments to entries.
     *
     * @param comments as {@link MapComments} has them
     */
    static MapDocument of(DataMap map, MapfileForm form, List<List<String>> comments) {
        List<Line> lines = new ArrayList<>(map.size());
        for (MapEntry entry : map.entries()) {
            lines.add(new Line(entry, entry.index() == 0 ? List.of() : comments.get(entry.index())));
        }
        List<String> last = comments.get(map.size());
        return map.size() == 0
                ? new MapDocument(form, last, lines, List.of())
                : new MapDocument(form, comments.get(0), lines, last);
    }

    /** Returns the form of its file. */
    public MapfileForm form() {
        return form;
    }

    /** Returns the entries with their comments; those before the first entry are the document's. */
    public List<Line> lines() {
        return lines;
    }

    /** Returns the entries alone, each with its index. */
    public DataMap map() {
        return DataMap.of(lines.stream().map(Line::entry).toList());
    }

    /** Returns how many comments there are. */
    public int comments() {
        return head.size()
                + tail.size()
                + lines.stream().mapToInt(line -> line.comments().size()).sum();
    }

    /** Returns the document with other lines; what stands before the first and after the last stays. */
    public MapDocument withLines(List<Line> others) {
        return new MapDocument(form, head, List.copyOf(others), tail);
    }

    /** Returns the document with the lines of another behind its own, and with the comments of both. */
    public MapDocument followedBy(MapDocument other) {
        List<Line> all = new ArrayList<>(lines);
        for (Line line : other.lines) {
            List<String> comments = new ArrayList<>(all.size() == lines.size() ? other.head : List.of());
            comments.addAll(line.comments());
            all.add(new Line(line.entry(), comments));
        }
        List<String> last = new ArrayList<>(tail);
        last.addAll(other.lines.isEmpty() ? other.head : List.of());
        last.addAll(other.tail);
        return new MapDocument(form, head, all, last);
    }

    /** Returns the document with other entries in place of its own, one for one. */
    public MapDocument mapping(UnaryOperator<MapEntry> replacement) {
        return withLines(lines.stream()
                .map(line -> line.with(replacement.apply(line.entry())))
                .toList());
    }

    /**
     * Writes it in a form, with its comments if the form has them.
     *
     * @throws MapfileException if the form cannot hold the map
     */
    public void write(Writer out, MapfileForm as) throws IOException, MapfileException {
        try (MapfileWriter writer = new MapfileWriter(out, as)) {
            for (String comment : head) {
                writer.comment(comment);
            }
            for (Line line : lines) {
                for (String comment : line.comments()) {
                    writer.comment(comment);
                }
                writer.add(line.entry());
            }
            for (String comment : tail) {
                writer.comment(comment);
            }
        }
    }
}
