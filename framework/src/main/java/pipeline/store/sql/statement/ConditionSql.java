package pipeline.store.sql.statement;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pipeline.store.query.QueryCondition;
import pipeline.store.query.QueryCondition.Relation;
import pipeline.store.query.QueryField;
import pipeline.store.sql.dialect.Dialect;
import pipeline.store.support.StoredText;

/**
 * Writes conditions as SQL that finds the same rows in every database. Thread-safe.
 *
 * <p>SQL has a third answer, unknown, where null is compared. A condition that is not negated may leave it: WHERE takes it for
 * no, and so do AND and OR. So negation goes down to the comparisons, and each of them says there what null means.
 */
public final class ConditionSql {

    private final Dialect dialect;
    private final Map<QueryField, String> columns;

    private ConditionSql(Dialect dialect, Map<QueryField, String> columns) {
        this.dialect = dialect;
        this.columns = columns;
    }

    /** For statements that call the table of jobs {@code job}. */
    public static ConditionSql job(Dialect dialect) {
        return new ConditionSql(dialect, FieldColumns.ofJobs());
    }

    /**
     * For statements that call the table of members {@code member}.
     *
     * @param now the store's time
     * @param silentAfter how long a member may be without a heartbeat until it counts as silent
     */
    public static ConditionSql member(Dialect dialect, Instant now, Duration silentAfter) {
        return new ConditionSql(dialect, FieldColumns.ofMembers(now, silentAfter));
    }

    /**
     * Writes a condition.
     *
     * @throws IllegalArgumentException if it asks for a field that can only be shown
     */
    public WhereClause of(QueryCondition condition) {
        ClauseWriter writer = new ClauseWriter();
        String sql = writer.write(condition, false);
        return new WhereClause(sql, writer.values);
    }

    private String column(QueryField field) {
        String column = columns.get(field);
        if (column == null) {
            throw new IllegalArgumentException(field.name() + " can be shown, but not asked for");
        }
        return column;
    }

    private Dialect.JsonPart part(QueryField field) {
        return dialect.part(column(field.whole()), field.path());
    }

    /** Returns what is compared with values of a field's type. */
    private String json(QueryField field) {
        return field.isPart() ? part(field).json() : column(field);
    }

    private static boolean isNumberOfPart(QueryCondition.Compare compare) {
        return compare.field().isPart() && compare.value() instanceof BigDecimal;
    }

    /** Returns what is compared with a value; in order, the parts of JSON are texts or numbers. */
    private String operand(QueryField field, Relation relation, @Nullable Object value) {
        boolean isOrdered = relation != Relation.EQUAL && relation != Relation.NOT_EQUAL;
        if (!field.isPart() || !isOrdered) {
            return json(field);
        }
        return value instanceof BigDecimal ? part(field).number() : part(field).text();
    }

    /** One condition on its way; collects the values that it names. */
    private final class ClauseWriter {

        private final Map<String, Object> values = new LinkedHashMap<>();

        String write(QueryCondition condition, boolean isNegated) {
            if (condition instanceof QueryCondition.And and) {
                return joined(and.parts(), isNegated, !isNegated);
            } else if (condition instanceof QueryCondition.Or or) {
                return joined(or.parts(), isNegated, isNegated);
            } else if (condition instanceof QueryCondition.Not not) {
                return write(not.part(), !isNegated);
            } else if (condition instanceof QueryCondition.Compare compare) {
                return compare(compare, isNegated);
            } else if (condition instanceof QueryCondition.In in) {
                return in(in, isNegated);
            } else if (condition instanceof QueryCondition.Exists exists) {
                return json(exists.field()) + (isNegated ? " IS NULL" : " IS NOT NULL");
            }
            return glob((QueryCondition.Glob) condition, isNegated);
        }

        private String joined(List<QueryCondition> parts, boolean isNegated, boolean isAnd) {
            if (parts.isEmpty()) {
                return isAnd ? "1 = 1" : "1 = 0";
            }
            List<String> written = new ArrayList<>();
            parts.forEach(part -> written.add(write(part, isNegated)));
            return halves(written, isAnd ? " AND " : " OR ");
        }

        /** Joins by halves: SQLite counts how deep an expression is, and a long row without parentheses is deep. */
        private static String halves(List<String> parts, String word) {
            int half = parts.size() / 2;
            return half == 0
                    ? parts.get(0)
                    : "(" + halves(parts.subList(0, half), word) + word
                            + halves(parts.subList(half, parts.size()), word) + ")";
        }

        private String compare(QueryCondition.Compare compare, boolean isNegated) {
            Object value = compare.value();
            String column = operand(compare.field(), compare.relation(), value);
            Relation relation = isNegated ? opposite(compare.relation()) : compare.relation();
            if (value == null) {
                return column + (relation == Relation.EQUAL ? " IS NULL" : " IS NOT NULL");
            }
            String comparison = isNumberOfPart(compare)
                    ? part(compare.field()).compared(sign(relation), named(value))
                    : column + " " + sign(relation) + " " + named(value);
            // null compared with anything is no; so "not equal", or not something else, is yes
            boolean findsNull = isNegated != (compare.relation() == Relation.NOT_EQUAL);
            return findsNull ? orNull(column, comparison) : comparison;
        }

        private String in(QueryCondition.In in, boolean isNegated) {
            String column = json(in.field());
            List<String> names = new ArrayList<>();
            boolean hasNull = false;
            for (Object value : in.values()) {
                if (value == null) {
                    hasNull = true;
                } else {
                    names.add(named(value));
                }
            }
            String listed = "(" + String.join(", ", names) + ")";
            if (isNegated) {
                String others = names.isEmpty() ? "1 = 1" : column + " NOT IN " + listed;
                return hasNull ? "(" + others + " AND " + column + " IS NOT NULL)" : orNull(column, others);
            }
            String found = names.isEmpty() ? "1 = 0" : column + " IN " + listed;
            return hasNull ? orNull(column, found) : found;
        }

        private String glob(QueryCondition.Glob glob, boolean isNegated) {
            String column = glob.field().isPart() ? part(glob.field()).text() : column(glob.field());
            String fits = dialect.glob(column, named(dialect.globArgument(glob.pattern())));
            return isNegated ? orNull(column, "NOT (" + fits + ")") : fits;
        }

        private static String orNull(String column, String comparison) {
            return "(" + comparison + " OR " + column + " IS NULL)";
        }

        /** Returns what stands for a value: whole and decimal numbers themselves, a name for everything else. */
        private String named(Object value) {
            Object kept = kept(value);
            if (kept instanceof Long || kept instanceof BigDecimal) {
                return kept.toString();
            }
            String name = "where_" + values.size();
            values.put(name, kept);
            return ":" + name;
        }
    }

    /** Returns a value as the tables hold it. */
    private static Object kept(Object value) {
        if (value instanceof Instant time) {
            return time.toEpochMilli();
        } else if (value instanceof Boolean flag) {
            return flag ? 1L : 0L;
        } else if (value instanceof Integer number) {
            return number.longValue();
        } else if (value instanceof Long || value instanceof Double || value instanceof BigDecimal) {
            return value;
        }
        return StoredText.clean(value.toString());
    }

    private static Relation opposite(Relation relation) {
        return switch (relation) {
            case EQUAL -> Relation.NOT_EQUAL;
            case NOT_EQUAL -> Relation.EQUAL;
            case LESS -> Relation.GREATER_OR_EQUAL;
            case LESS_OR_EQUAL -> Relation.GREATER;
            case GREATER -> Relation.LESS_OR_EQUAL;
            case GREATER_OR_EQUAL -> Relation.LESS;
        };
    }

    private static String sign(Relation relation) {
        return switch (relation) {
            case EQUAL -> "=";
            case NOT_EQUAL -> "<>";
            case LESS -> "<";
            case LESS_OR_EQUAL -> "<=";
            case GREATER -> ">";
            case GREATER_OR_EQUAL -> ">=";
        };
    }
}
