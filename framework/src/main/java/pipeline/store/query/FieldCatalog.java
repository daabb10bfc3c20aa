package pipeline.store.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pipeline.config.Suggestion;

/** The fields that a query may name. Immutable. */
public final class FieldCatalog {

    private static final Pattern PART = Pattern.compile("[^\"\\\\\\p{Cntrl}]+");

    /** What IPython's own documentation calls a field, beside its name. */
    private static final Map<String, String> ALSO = Map.of("complete", "completed");

    private final Map<String, QueryField> fields = new LinkedHashMap<>();
    private final QueryField id;

    /**
     * Takes fields in the order in which they are shown.
     *
     * @param fields the first one is the number that every record shows
     */
    public FieldCatalog(List<QueryField> fields) {
        fields.forEach(field -> this.fields.put(field.name(), field));
        this.id = fields.get(0);
    }

    /** Returns what a record shows if nobody says what: all that is not large. */
    public List<QueryField> shown() {
        return fields.values().stream()
                .filter(field -> field.search() != QueryField.Search.SHOWN_WHEN_ASKED)
                .toList();
    }

    /**
     * Returns what a record shall show, the number first.
     *
     * @param names with commas between them
     * @throws BadQueryException if it names none, or one that is not there
     */
    public List<QueryField> keys(String names) {
        return keys(Arrays.stream(names.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList());
    }

    /**
     * Returns what a record shall show, the number first.
     *
     * @throws BadQueryException if it names none, or one that is not there
     */
    public List<QueryField> keys(List<String> names) {
        if (names.isEmpty()) {
            throw new BadQueryException("no key is named; the keys are " + listed(names(fields.values().stream())));
        }
        Set<QueryField> keys = new LinkedHashSet<>(List.of(id));
        for (String name : names) {
            keys.add(named(name));
        }
        return new ArrayList<>(keys);
    }

    /**
     * Returns the field of a name.
     *
     * @throws BadQueryException if it is not there
     */
    public QueryField named(String name) {
        QueryField field = field(name);
        if (field == null) {
            throw new BadQueryException(unknown("key", name, names(fields.values().stream())));
        }
        return field;
    }

    /** Returns the field of a name that may be asked for; the message says nothing of where it stands. */
    QueryField searchable(String name, int at) throws QuerySyntaxException {
        if (name.indexOf(QueryField.WITHIN) >= 0) {
            return part(name, at);
        }
        QueryField field = field(name);
        if (field != null && field.search() == QueryField.Search.SEARCHABLE) {
            return field;
        }
        List<String> searchable =
                names(fields.values().stream().filter(known -> known.search() == QueryField.Search.SEARCHABLE));
        throw new QuerySyntaxException(
                at,
                field == null
                        ? unknown("key", name, searchable)
                        : name + " can be shown, but not asked for; what can be asked for is " + listed(searchable));
    }

    /** Returns the field of a part of a JSON field, such as {@code key.subject_id}. */
    private QueryField part(String name, int at) throws QuerySyntaxException {
        QueryField whole = searchable(name.substring(0, name.indexOf(QueryField.WITHIN)), at);
        if (whole.type() != QueryField.ValueType.JSON) {
            throw new QuerySyntaxException(
                    at, whole.name() + " has no parts; the parts of key and result can be asked for");
        }
        QueryField part = new QueryField(
                whole.name() + name.substring(name.indexOf(QueryField.WITHIN)), whole.type(), whole.search());
        if (!part.path().stream().allMatch(step -> PART.matcher(step).matches())) {
            throw new QuerySyntaxException(
                    at,
                    "a part is named as in key.subject_id, by names that are not empty and hold no quote, backslash or control character");
        }
        return part;
    }

    private @Nullable QueryField field(String name) {
        QueryField field = fields.get(name);
        return field != null ? field : fields.get(ALSO.getOrDefault(name, name));
    }

    private static List<String> names(Stream<QueryField> fields) {
        return fields.map(QueryField::name).toList();
    }

    private static String listed(List<String> names) {
        return String.join(", ", names);
    }

    /** Says that a word is not known, which one may be meant, and which there are. */
    static String unknown(String what, String word, List<String> known) {
        Optional<String> meant = Suggestion.of(word, known);
        return "unknown " + what + " " + Term.Text.shown(word)
                + meant.map(near -> ", did you mean " + near + "? Valid are ").orElse("; valid are ")
                + listed(known);
    }
}
