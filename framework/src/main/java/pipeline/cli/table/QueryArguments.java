package pipeline.cli.table;

import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.store.query.BadQueryException;
import pipeline.store.query.FieldCatalog;
import pipeline.store.query.QueryCondition;
import pipeline.store.query.QueryField;
import pipeline.store.query.QueryParser;
import tools.jackson.databind.JsonNode;

/** Reads what people ask for; what cannot be understood is a mistake of the command line. */
public final class QueryArguments {

    private static final Pattern PLAIN =
            Pattern.compile("\\s*([a-z_]+)\\s*(?:==?|:)\\s*['\"]?([^'\"{}\\[\\]]+?)['\"]?\\s*");

    private QueryArguments() {}

    public static QueryCondition condition(String query, List<QueryField> catalog, Instant now) {
        try {
            return new QueryParser(new FieldCatalog(catalog), now).parse(query);
        } catch (BadQueryException e) {
            throw new UserErrorException(ExitCode.USAGE, e.getMessage() + meant(query, catalog), e);
        }
    }

    /** Returns how to write what looks like {@code status=error}; nothing if it is not that. */
    private static String meant(String query, List<QueryField> catalog) {
        Matcher plain = PLAIN.matcher(query);
        if (!plain.matches() || catalog.stream().noneMatch(field -> field.name().equals(plain.group(1)))) {
            return "";
        }
        String value = plain.group(2);
        boolean isNumber = value.matches("-?[0-9]+(\\.[0-9]+)?");
        return "; did you mean '{\"%s\": %s}'?".formatted(plain.group(1), isNumber ? value : "\"" + value + "\"");
    }

    /** Returns the condition that a JSON field has such parts. */
    public static QueryCondition parts(String option, QueryField whole, String query, Instant now) {
        try {
            return new QueryParser(new FieldCatalog(List.of(whole)), now).parts(whole, query);
        } catch (BadQueryException e) {
            throw new UserErrorException(ExitCode.USAGE, option + ": " + e.getMessage(), e);
        }
    }

    /** Returns a value as queries have it. */
    public static JsonNode value(String option, String text) {
        try {
            return QueryParser.value(text);
        } catch (BadQueryException e) {
            throw new UserErrorException(ExitCode.USAGE, option + ": " + e.getMessage(), e);
        }
    }

    /** Returns the fields that were typed, or others if nothing was. */
    public static List<QueryField> keys(@Nullable String typed, List<QueryField> catalog, List<QueryField> otherwise) {
        try {
            return typed == null ? otherwise : new FieldCatalog(catalog).keys(typed);
        } catch (BadQueryException e) {
            throw new UserErrorException(ExitCode.USAGE, "--keys: " + e.getMessage(), e);
        }
    }

    /** Returns what a whole record shows: everything that is not large. */
    public static List<QueryField> all(List<QueryField> catalog) {
        return new FieldCatalog(catalog).shown();
    }

    public static QueryField field(String option, String name, List<QueryField> catalog) {
        try {
            return new FieldCatalog(catalog).named(name);
        } catch (BadQueryException e) {
            throw new UserErrorException(ExitCode.USAGE, option + ": " + e.getMessage(), e);
        }
    }
}
