package pipeline.store.query;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Something that rows have and that may be asked for.
 *
 * @param name as it is typed and shown
 * @param type what its values are
 * @param search whether conditions may use it, or it can only be shown
 * @param words the texts that can stand there; empty if any text can
 */
public record QueryField(String name, ValueType type, Search search, List<String> words) {

    /** What stands between the name of a field and that of a part of it. */
    static final char WITHIN = '.';

    public QueryField {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(type, "type is null");
        Objects.requireNonNull(search, "search is null");
        words = List.copyOf(words);
    }

    /** A field where any value of its type can stand. */
    public QueryField(String name, ValueType type, Search search) {
        this(name, type, search, List.of());
    }

    /** Returns whether it is what stands under a name within a JSON field: {@code key.subject_id}. */
    public boolean isPart() {
        return name.indexOf(WITHIN) >= 0;
    }

    /** Returns the field that it is a part of; itself if it is none. */
    public QueryField whole() {
        return isPart() ? new QueryField(name.substring(0, name.indexOf(WITHIN)), type, search, words) : this;
    }

    /** Returns the names on the way from the whole field inwards. */
    public List<String> path() {
        List<String> names = List.of(name.split("\\.", -1));
        return names.subList(1, names.size());
    }

    /** A field with one of some texts, in lower case the names of constants. */
    static QueryField ofWords(String name, Enum<?>[] words) {
        List<String> texts = Arrays.stream(words)
                .map(word -> word.name().toLowerCase(Locale.ROOT))
                .toList();
        return new QueryField(name, ValueType.TEXT, Search.SEARCHABLE, texts);
    }

    /** What values a field has; null is possible with each. */
    public enum ValueType {
        TEXT,
        /** A whole number of 64 bits. */
        INTEGER,
        /** A number with a fraction. */
        REAL,
        /** A point in time, in milliseconds. */
        TIME,
        BOOLEAN,
        /** A JSON value. */
        JSON
    }

    /** What a field is good for. */
    public enum Search {
        SEARCHABLE,
        SHOWN_ONLY,
        /** Shown only when it is asked for by name, since it may be large. */
        SHOWN_WHEN_ASKED
    }
}
