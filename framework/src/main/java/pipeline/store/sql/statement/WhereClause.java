package pipeline.store.sql.statement;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * A condition for WHERE, and the values that it names. It is true for the rows that are meant, and false or unknown for
 * the others: put NOT around the condition, never around this.
 *
 * @param sql in parentheses where it needs them
 * @param values by the names that stand in {@code sql} with a colon; none is null
 */
public record WhereClause(String sql, Map<String, Object> values) {

    public WhereClause {
        Objects.requireNonNull(sql, "sql is null");
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Returns what is meant by both this and a condition that names no values. */
    public WhereClause and(String more) {
        return new WhereClause("(" + sql + ") AND (" + more + ")", values);
    }

    /** Binds the values that {@link #sql} names to a statement that holds it. */
    public <S extends SqlStatement<S>> S bindTo(S statement) {
        return statement.bindMap(values);
    }
}
