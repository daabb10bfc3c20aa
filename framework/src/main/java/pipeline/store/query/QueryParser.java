package pipeline.store.query;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import pipeline.text.VisibleText;
import tools.jackson.databind.JsonNode;

/**
 * Reads queries in MongoDB's style, as IPython's {@code db_query} takes them: {@code {'key': value | {'$op': argument}}}. Keys
 * must all fit, and so must operators. Thread-safe.
 */
public final class QueryParser {

    private static final int SHOWN_BEFORE = 20;
    private static final int SHOWN_AFTER = 40;

    /** The operators that stand where a key can stand. */
    private static final List<String> CONNECTIVES = List.of("$and", "$or", "$not");

    private final FieldCatalog catalog;
    private final OperatorReader operators;

    /**
     * Makes a reader of queries.
     *
     * @param now the store's time, for what is said to be so long ago
     */
    public QueryParser(FieldCatalog catalog, Instant now) {
        this.catalog = catalog;
        this.operators = new OperatorReader(now);
    }

    /**
     * Reads a query.
     *
     * @param query JSON, or what Python writes for the same; {@code {}} means all
     * @throws BadQueryException if it cannot be understood
     */
    public QueryCondition parse(String query) {
        try {
            return dict(TermReader.read(query));
        } catch (QuerySyntaxException e) {
            throw new BadQueryException(placed(query, e), e);
        }
    }

    /**
     * Reads a value, such as that of {@code key}.
     *
     * @param text JSON, or what Python writes for the same
     * @throws BadQueryException if it cannot be understood
     */
    public static JsonNode value(String text) {
        try {
            return TermReader.read(text).toJson();
        } catch (QuerySyntaxException e) {
            throw new BadQueryException(placed(text, e), e);
        }
    }

    /**
     * Reads a query for the parts of a JSON field: what stands under which names in it.
     *
     * @param query such as {@code {'subject_id': 3}} for {@code {'key.subject_id': 3}}
     * @throws BadQueryException if it cannot be understood
     */
    public QueryCondition parts(QueryField whole, String query) {
        try {
            if (!(TermReader.read(query) instanceof Term.Dict dict)) {
                throw new QuerySyntaxException(0, whole.name() + " is a dictionary such as {\"file\": \"a.fits\"}");
            }
            List<QueryCondition> parts = new ArrayList<>();
            for (Term.Dict.Entry entry : dict.entries()) {
                String name = whole.name() + QueryField.WITHIN + entry.name();
                parts.add(operators.read(catalog.searchable(name, entry.at()), entry.value()));
            }
            return QueryCondition.all(parts);
        } catch (QuerySyntaxException e) {
            throw new BadQueryException(placed(query, e), e);
        }
    }

    /** A window on the query round the place, and not its beginning, which MessageText would show. */
    private static String placed(String query, QuerySyntaxException misread) {
        if (query.isBlank()) {
            return "the query is empty; {} means all, and {\"status\": \"error\"} what failed";
        }
        int at = Math.min(misread.at(), query.length());
        int from = Math.max(0, at - SHOWN_BEFORE);
        int to = Math.min(query.length(), at + SHOWN_AFTER);
        String shown = (from > 0 ? "..." : "")
                + VisibleText.line(query.substring(from, to).replaceAll("\\s", " "))
                + (to < query.length() ? "..." : "");
        return "%s (at character %d of the query, in %s)"
                .formatted(misread.getMessage(), query.codePointCount(0, at) + 1, shown);
    }

    private QueryCondition dict(Term term) throws QuerySyntaxException {
        if (!(term instanceof Term.Dict dict)) {
            throw new QuerySyntaxException(
                    term.at(), "a query must be a dictionary such as {\"status\": \"error\"}, but was " + term.kind());
        }
        List<QueryCondition> parts = new ArrayList<>();
        for (Term.Dict.Entry entry : dict.entries()) {
            parts.add(
                    entry.isOperator()
                            ? connective(entry)
                            : operators.read(catalog.searchable(entry.name(), entry.at()), entry.value()));
        }
        return QueryCondition.all(parts);
    }

    private QueryCondition connective(Term.Dict.Entry entry) throws QuerySyntaxException {
        return switch (entry.name()) {
            case "$and" -> new QueryCondition.And(dicts(entry));
            case "$or" -> new QueryCondition.Or(dicts(entry));
            case "$not" -> new QueryCondition.Not(dict(entry.value()));
            default -> {
                boolean isOfKeys = Operator.of(entry.name()).isPresent();
                throw new QuerySyntaxException(
                        entry.at(),
                        isOfKeys
                                ? entry.name() + " belongs to a key, such as {\"host\": {\"" + entry.name()
                                        + "\": ...}}"
                                : FieldCatalog.unknown("operator", entry.name(), CONNECTIVES));
            }
        };
    }

    private List<QueryCondition> dicts(Term.Dict.Entry entry) throws QuerySyntaxException {
        List<QueryCondition> parts = new ArrayList<>();
        if (!(entry.value() instanceof Term.Sequence sequence)) {
            throw new QuerySyntaxException(
                    entry.value().at(),
                    entry.name() + " must have a list of queries, but had "
                            + entry.value().kind());
        }
        for (Term item : sequence.items()) {
            parts.add(dict(item));
        }
        return parts;
    }
}
