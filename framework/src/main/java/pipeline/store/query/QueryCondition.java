package pipeline.store.query;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which rows are meant. Null follows MongoDB's rules: comparisons by order and patterns skip it, equality with null finds
 * it, and "not equal" and "not in" find it unless null itself is excluded.
 *
 * <p>Values are of the field's type: String, Long, Double, Boolean, Instant, for JSON its canonical form; or null where that is
 * said. A part of a JSON field is before or after a String, which is a text then, or a BigDecimal.
 */
public sealed interface QueryCondition {

    /** Holds for every row. */
    static QueryCondition always() {
        return new And(List.of());
    }

    /** Holds if all parts hold; without parts it holds. */
    record And(List<QueryCondition> parts) implements QueryCondition {
        public And {
            parts = List.copyOf(parts);
        }
    }

    /** Holds if any part holds; without parts it does not. */
    record Or(List<QueryCondition> parts) implements QueryCondition {
        public Or {
            parts = List.copyOf(parts);
        }
    }

    /** Holds if the part does not: there is no third answer, null included. */
    record Not(QueryCondition part) implements QueryCondition {
        public Not {
            Objects.requireNonNull(part, "part is null");
        }
    }

    /** Compares a field with a value; null is a value for {@link Relation#EQUAL} and {@link Relation#NOT_EQUAL} only. */
    record Compare(
            QueryField field, Relation relation, @Nullable Object value) implements QueryCondition {
        public Compare {
            Objects.requireNonNull(field, "field is null");
            Objects.requireNonNull(relation, "relation is null");
            if (value == null && relation != Relation.EQUAL && relation != Relation.NOT_EQUAL) {
                throw new IllegalArgumentException("null has no order; it can only be equal or not equal");
            }
        }
    }

    /** Holds if the field has one of the values, null being one if it is among them. */
    record In(QueryField field, List<@Nullable Object> values) implements QueryCondition {
        public In {
            Objects.requireNonNull(field, "field is null");
            values = Collections.unmodifiableList(new ArrayList<>(values));
        }
    }

    /** Holds if the field has a value other than null. */
    record Exists(QueryField field) implements QueryCondition {
        public Exists {
            Objects.requireNonNull(field, "field is null");
        }
    }

    /**
     * Holds if a text fits a pattern as a whole, upper and lower case being different: {@code *} is any text, {@code ?} any
     * character, {@code [ab]}, {@code [a-c]} and {@code [!a]} are sets, {@code [*]} is a star.
     */
    record Glob(QueryField field, String pattern) implements QueryCondition {
        public Glob {
            Objects.requireNonNull(field, "field is null");
            Objects.requireNonNull(pattern, "pattern is null");
        }
    }

    /** How a value stands to another. */
    enum Relation {
        EQUAL,
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL
    }

    /** Holds if all of them hold. */
    static QueryCondition all(Collection<QueryCondition> parts) {
        return parts.size() == 1 ? parts.iterator().next() : new And(List.copyOf(parts));
    }

    /** Holds if a field has a value. */
    static QueryCondition equal(QueryField field, @Nullable Object value) {
        return new Compare(field, Relation.EQUAL, value);
    }

    /** Holds if a field has one of some values. */
    static QueryCondition in(QueryField field, Collection<?> values) {
        return new In(field, new ArrayList<>(values));
    }

    /** Holds if this and another hold. */
    default QueryCondition and(QueryCondition other) {
        return this.equals(always()) ? other : other.equals(always()) ? this : new And(List.of(this, other));
    }
}
