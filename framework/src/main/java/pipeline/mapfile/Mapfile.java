package pipeline.mapfile;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.regex.Pattern;
import pipeline.parset.ParsetException;
import pipeline.parset.SourceText;
import pipeline.text.ShellQuoting;

/**
 * Reads and writes mapfiles in every form that exists in the field; nothing in them is ever evaluated.
 *
 * <pre>{@code
 * DataMap map = Mapfile.read(Path.of("raw.mapfile"));
 * DataMap large = map.skipping(entry -> entry.file().endsWith(".tmp"));
 * Mapfile.write(Path.of("large.mapfile"), large, MapfileForm.DICTS);
 * }</pre>
 */
public final class Mapfile {

    /** In bytes, what a job costs at least while it waits, and a host besides. */
    private static final long MEMORY_OF_JOB = 1000;

    private static final long MEMORY_OF_HOST = 1000;

    /** What every map holds in its text. */
    private static final Pattern OF_MAPS = Pattern.compile("[=\\[\\]{}(]");

    private static final Path STANDARD_INPUT = Path.of("-");

    /** What messages call it. */
    private static final String INPUT = "standard input";

    private Mapfile() {}

    /**
     * Reads a map to work on; the form is found out from what stands in the file.
     *
     * @param file {@code -} for standard input
     * @throws MapfileException if there is no such file, something in it is wrong, it holds no entries, or all of them are
     *     marked skip
     */
    public static DataMap read(Path file) throws MapfileException {
        return load(file).map();
    }

    /** Reads a map to work on together with its form, in one go: a pipe can be read only once. */
    public static Loaded load(Path file) throws MapfileException {
        Loaded loaded = load(source(file));
        worthwhile(file.toString(), loaded.map());
        return loaded;
    }

    /**
     * Reads a map to work on from a text.
     *
     * @param name what messages call the text
     * @throws MapfileException if something in it is wrong, it holds no entries, or all of them are marked skip
     */
    public static DataMap read(String name, String text) throws MapfileException {
        return worthwhile(name, readAny(name, text));
    }

    /**
     * Refuses a map that a run refuses.
     *
     * @param name what messages call it
     * @throws MapfileException if it holds no entries, all of them are marked skip, or they are too many for this process
     */
    public static void check(String name, DataMap map) throws MapfileException {
        worthwhile(name, map);
    }

    /** Reads a map that may be empty or skipped altogether, for tools that look at maps. */
    public static DataMap readAny(Path file) throws MapfileException {
        return load(source(file)).map();
    }

    /** Reads a map that may be empty or skipped altogether from a text. */
    public static DataMap readAny(String name, String text) throws MapfileException {
        return load(SourceText.of(name, text)).map();
    }

    /** Returns the form of a file, which it reads to the end: a list in the last record makes the multi form. */
    public static MapfileForm form(Path file) throws MapfileException {
        return load(source(file)).form();
    }

    /** Returns a form that can hold a map: the preferred one if it can, otherwise the simplest Python form that can. */
    public static MapfileForm fittingForm(MapfileForm preferred, DataMap map) {
        return FormLimits.fitting(preferred, map);
    }

    /**
     * Writes a map in one canonical way, in UTF-8. The file appears whole or not at all; a link stays and what it leads to
     * is replaced. Reading it gives the same map.
     *
     * @throws MapfileException if the form cannot hold the map, or the file cannot be written
     */
    public static void write(Path file, DataMap map, MapfileForm form) throws MapfileException {
        String refusal = FormLimits.refusal(form, map);
        if (refusal != null) {
            throw MapfileException.about(
                    file.toString(),
                    "the form " + form + " cannot hold this map: " + refusal + "; write it as "
                            + FormLimits.fitting(form, map) + " or JSON",
                    null);
        }
        write(file, out -> write(out, map, form));
    }

    /**
     * Writes a file entry by entry, so that the length of the map takes no memory. It appears whole or not at all; a link stays and
     * what it leads to is replaced.
     *
     * @throws MapfileException if the content throws one, or the file cannot be written
     */
    public static void write(Path file, Content content) throws MapfileException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw MapfileException.about(file.toString(), "is no regular file, expected one to replace", null);
        }
        try {
            replace(file, content);
        } catch (IOException e) {
            throw MapfileException.about(
                    file.toString(), "cannot be written (" + e + "); check that its directory exists and is yours", e);
        }
    }

    private static void write(Writer out, DataMap map, MapfileForm form) throws IOException, MapfileException {
        try (MapfileWriter writer = new MapfileWriter(out, form)) {
            for (MapEntry entry : map.entries()) {
                writer.add(entry);
            }
        }
    }

    /** Writes what a file is to hold. */
    @FunctionalInterface
    public interface Content {
        void write(Writer out) throws IOException, MapfileException;
    }

    private static void replace(Path file, Content content) throws IOException, MapfileException {
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path temporary = target.resolveSibling(".mapfile-" + UUID.randomUUID() + ".tmp");
        try {
            try (BufferedWriter out =
                    Files.newBufferedWriter(temporary, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW)) {
                content.write(out);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static SourceText source(Path file) throws MapfileException {
        try {
            return file.equals(STANDARD_INPUT)
                    ? SourceText.of(
                            INPUT, SourceText.read(Path.of("/dev/stdin")).text())
                    : SourceText.read(file);
        } catch (ParsetException e) {
            throw MapfileException.of(e);
        }
    }

    /** A map and the form it was read in. */
    public record Loaded(DataMap map, MapfileForm form) {}

    /** Reads a map that may be empty with its comments. */
    static MapDocument document(Path file) throws MapfileException {
        return document(source(file));
    }

    static MapDocument document(SourceText source) throws MapfileException {
        MapBuilder map = new MapBuilder(source);
        MapfileForm form = read(source, map);
        return MapDocument.of(
                map.build(), form, MapComments.of(source.text(), map.starts(), form != MapfileForm.PARSET));
    }

    private static Loaded load(SourceText source) throws MapfileException {
        MapBuilder map = new MapBuilder(source);
        MapfileForm form = read(source, map);
        return new Loaded(map.build(), form);
    }

    private static MapfileForm read(SourceText source, MapBuilder map) throws MapfileException {
        return switch (FormDetector.detect(source.text())) {
            case PARSET -> {
                refuseList(source);
                yield new ParsetMapReader(source, map).read();
            }
            case PYTHON -> new RecordReader(source, new PythonTokens(source), map).read();
            case JSON -> new RecordReader(source, new JsonTokens(source), map).read();
        };
    }

    /** Refuses a list without hosts by what makes a map of it. */
    private static void refuseList(SourceText source) throws MapfileException {
        String text = source.text();
        int first = endOfBlanks(text);
        if (first < text.length() && !OF_MAPS.matcher(text).find()) {
            boolean isInput = source.name().equals(INPUT);
            String name = isInput ? "-" : ShellQuoting.quote(source.name());
            throw MapfileException.at(
                    source,
                    first,
                    "expected host = [ file, file ], but found a name; if this is a plain list of files, make a map of it: pipeline mapfile from %s -o %s, with --host HOST if it names no hosts"
                            .formatted(name, isInput ? "my.mapfile" : ShellQuoting.quote(source.name() + ".mapfile")));
        }
    }

    /** Returns where the first character stands that is no blank and in no comment; the length of the text where there is none. */
    private static int endOfBlanks(String text) {
        int at = 0;
        while (at < text.length() && (text.charAt(at) <= ' ' || text.charAt(at) == '#')) {
            if (text.charAt(at) != '#') {
                at++;
                continue;
            }
            int end = text.indexOf('\n', at);
            at = end < 0 ? text.length() : end;
        }
        return at;
    }

    private static DataMap worthwhile(String name, DataMap map) throws MapfileException {
        refuseTooMany(name, map, Runtime.getRuntime().maxMemory());
        if (map.size() == 0) {
            throw MapfileException.about(
                    name,
                    "holds no entries, so there is nothing to do; expected host = [ file, file ] or a list of records",
                    null);
        }
        if (map.entries().stream().allMatch(MapEntry::skip)) {
            throw MapfileException.about(
                    name,
                    "all of its entries (" + map.size()
                            + ") are marked skip, so there is nothing to do; set skip to False (false in JSON) where there is",
                    null);
        }
        return map;
    }

    /** Refuses a map whose jobs no process of this size can hold: it would end by an error in the middle of its work. */
    static void refuseTooMany(String name, DataMap map, long memory) throws MapfileException {
        long most = map.size() * (MEMORY_OF_JOB + MEMORY_OF_HOST);
        long needed =
                most <= memory ? most : map.size() * MEMORY_OF_JOB + map.hosts().size() * MEMORY_OF_HOST;
        if (needed > memory) {
            throw MapfileException.about(
                    name,
                    "holds %d entries for %d hosts, for whose jobs this process has too little memory (%d MiB); give Java more, JAVA_OPTS=-Xmx%dg for example, or split the map"
                            .formatted(map.size(), map.hosts().size(), memory >> 20, 2 * (needed >> 30) + 2),
                    null);
        }
    }
}
