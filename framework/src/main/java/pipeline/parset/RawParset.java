package pipeline.parset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A LOFAR parameter set whose values are texts that are not parsed any further: {@code {{ data }}}, selectors such as {@code [CR]S*&},
 * expressions. It is written back as it was read but for what was changed. Immutable.
 *
 * <p>{@code key = value}; {@code #} outside quotes begins a comment; a value goes on over the following lines until one has an
 * {@code =} outside quotes, with a backslash at the ends of lines or without; of a key that comes twice the last counts, as for
 * LOFAR's own reader. {@code pipeline_parset} reads the same in Python.
 *
 * <pre>{@code
 * RawParset parset = RawParset.read(Path.of("imaging.parset")).with("imager.cells", "[1024, 1024]");
 * parset.subset("imager.").forEach((name, value) -> logger().info("{}: {}", name, value));
 * parset.write(Path.of("imaging.1.parset"));
 * }</pre>
 */
public final class RawParset {

    private final SourceText source;
    /** By key, the last of each; in the order of their first. */
    private final Map<String, RawValue> values;

    private RawParset(SourceText source) throws ParsetException {
        this.source = source;
        Map<String, RawValue> found = new LinkedHashMap<>();
        RawParsetScanner scanner = new RawParsetScanner(source);
        for (Optional<RawValue> next = scanner.next(); next.isPresent(); next = scanner.next()) {
            found.put(next.get().key(), next.get());
        }
        this.values = found;
    }

    /**
     * Reads a file, which is UTF-8.
     *
     * @throws ParsetException if there is no such file, or something stands before the first key
     */
    public static RawParset read(Path file) throws ParsetException {
        return new RawParset(SourceText.read(file));
    }

    /**
     * Reads a text.
     *
     * @param name what messages call it
     * @throws ParsetException if something stands before the first key, or a key is empty
     */
    public static RawParset of(String name, String text) throws ParsetException {
        return new RawParset(SourceText.of(name, text));
    }

    /** Returns the keys in the order in which they come first. */
    public Set<String> keys() {
        return new LinkedHashSet<>(values.keySet());
    }

    /** Returns a value as it stands there, without comments, on one line; empty if there is no such key. */
    public Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key)).map(RawValue::text);
    }

    /**
     * Returns the elements of a value that is a list in brackets, or the value alone if it is none; quotes around an element are taken
     * away, and lists within stay as they are.
     */
    public List<String> list(String key) {
        String text = get(key).orElse("").strip();
        if (text.isEmpty()) {
            return List.of();
        }
        return ListElements.of(text);
    }

    /** Returns the keys that begin with a prefix, without it. */
    public Map<String, String> subset(String prefix) {
        Map<String, String> subset = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(prefix) && key.length() > prefix.length()) {
                subset.put(key.substring(prefix.length()), value.text());
            }
        });
        return subset;
    }

    /**
     * Returns the same text with another value for a key; a new key comes at the end.
     *
     * @throws IllegalArgumentException if the key or the value would be read as something else
     */
    public RawParset with(String key, String value) {
        RawValue old = values.get(key);
        String text = source.text();
        String changed;
        if (old == null) {
            String end = text.contains("\r\n") ? "\r\n" : "\n";
            String gap = text.isEmpty() || text.endsWith("\n") ? "" : end;
            changed = text + gap + key + " = " + value + end;
        } else {
            String gap = old.begin() > 0 && text.charAt(old.begin() - 1) == '=' ? " " : "";
            changed = text.substring(0, old.begin()) + gap + value + text.substring(old.end());
        }
        try {
            RawParset result = of(source.name(), changed);
            Map<String, String> expected = new LinkedHashMap<>();
            values.forEach((name, one) -> expected.put(name, one.text()));
            expected.put(key, value);
            if (result.subset("").equals(expected)) {
                return result;
            }
        } catch (ParsetException e) {
            // said below: it is the caller's mistake
        }
        throw new IllegalArgumentException("%s = %s would be read as something else".formatted(key, value));
    }

    /** Returns the whole text. */
    public String text() {
        return source.text();
    }

    /** Writes the whole text into a file, which is never there in part. */
    public void write(Path file) throws IOException {
        Path name = Objects.requireNonNull(file.getFileName(), "the file has no name");
        Path part = file.resolveSibling(name + "." + ProcessHandle.current().pid() + ".part");
        try {
            Files.writeString(part, source.text());
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Two are equal when their texts are. */
    @Override
    public boolean equals(Object other) {
        return other instanceof RawParset that && source.text().equals(that.source.text());
    }

    @Override
    public int hashCode() {
        return source.text().hashCode();
    }

    @Override
    public String toString() {
        return source.name() + ": " + new ArrayList<>(values.keySet());
    }
}
