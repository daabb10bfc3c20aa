package pipeline.store.query;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pipeline.store.query.QueryCondition.Relation;

/** Reads what stands under a key: an exact value, or operators that must all fit. */
final class OperatorReader {

    /** Databases limit what a pattern may be; and nobody types a longer one. */
    private static final int LONGEST_PATTERN = 1000;

    private final ValueReader values;

    OperatorReader(Instant now) {
        this.values = new ValueReader(now);
    }

    QueryCondition read(QueryField field, Term term) throws QuerySyntaxException {
        boolean isValue = !(term instanceof Term.Dict dict)
                || (field.type() == QueryField.ValueType.JSON
                        && dict.entries().stream().noneMatch(Term.Dict.Entry::isOperator));
        return isValue ? QueryCondition.equal(field, values.read(field, term)) : operators(field, term);
    }

    private QueryCondition operators(QueryField field, Term term) throws QuerySyntaxException {
        if (!(term instanceof Term.Dict dict) || dict.entries().isEmpty()) {
            throw new QuerySyntaxException(
                    term.at(),
                    "operators are expected for " + field.name() + ", such as {\"$ne\": ...}, but not " + term.kind());
        }
        List<QueryCondition> parts = new ArrayList<>();
        for (Term.Dict.Entry entry : dict.entries()) {
            parts.add(operator(field, entry));
        }
        return QueryCondition.all(parts);
    }

    private QueryCondition operator(QueryField field, Term.Dict.Entry entry) throws QuerySyntaxException {
        Operator operator = Operator.of(entry.name())
                .orElseThrow(() -> new QuerySyntaxException(
                        entry.at(), FieldCatalog.unknown("operator", entry.name(), Operator.words())));
        Term argument = entry.value();
        return switch (operator) {
            case EQ -> QueryCondition.equal(field, values.read(field, argument));
            case NE -> new QueryCondition.Compare(field, Relation.NOT_EQUAL, values.read(field, argument));
            case GT, GE -> ordered(field, Relation.GREATER, argument);
            case GTE -> ordered(field, Relation.GREATER_OR_EQUAL, argument);
            case LT, LE -> ordered(field, Relation.LESS, argument);
            case LTE -> ordered(field, Relation.LESS_OR_EQUAL, argument);
            case IN -> in(field, entry);
            case NIN -> new QueryCondition.Not(in(field, entry));
            case EXISTS -> exists(field, argument);
            case GLOB -> glob(field, argument);
            case NOT -> new QueryCondition.Not(operators(field, argument));
        };
    }

    private QueryCondition ordered(QueryField field, Relation relation, Term argument) throws QuerySyntaxException {
        if (field.isPart() && argument instanceof Term.Numeral number) {
            return new QueryCondition.Compare(field, relation, number.value());
        } else if (field.isPart() && argument instanceof Term.Text text) {
            return new QueryCondition.Compare(field, relation, text.text());
        } else if (field.isPart()) {
            throw new QuerySyntaxException(
                    argument.at(),
                    field.name() + " can be before or after a number or a text, but not " + argument.kind());
        }
        if (field.type() == QueryField.ValueType.JSON || field.type() == QueryField.ValueType.BOOLEAN) {
            throw new QuerySyntaxException(
                    argument.at(), field.name() + " has no order; it can only be equal, not equal or one of a list");
        }
        Object value = field.type() == QueryField.ValueType.TEXT && argument instanceof Term.Text text
                ? text.text()
                : values.read(field, argument);
        if (value == null) {
            throw new QuerySyntaxException(argument.at(), "null has no order; use $eq, $ne, or {\"$exists\": false}");
        }
        return new QueryCondition.Compare(field, relation, value);
    }

    private QueryCondition in(QueryField field, Term.Dict.Entry entry) throws QuerySyntaxException {
        if (!(entry.value() instanceof Term.Sequence sequence)) {
            throw new QuerySyntaxException(
                    entry.value().at(),
                    entry.name() + " must have a list of values, but had "
                            + entry.value().kind());
        }
        List<@Nullable Object> list = new ArrayList<>();
        for (Term item : sequence.items()) {
            list.add(values.read(field, item));
        }
        return new QueryCondition.In(field, list);
    }

    private static QueryCondition exists(QueryField field, Term argument) throws QuerySyntaxException {
        if (!(argument instanceof Term.Flag flag)) {
            throw new QuerySyntaxException(
                    argument.at(), "$exists must have true or false, but had " + argument.kind());
        }
        QueryCondition exists = new QueryCondition.Exists(field);
        return flag.isTrue() ? exists : new QueryCondition.Not(exists);
    }

    private static QueryCondition glob(QueryField field, Term argument) throws QuerySyntaxException {
        if (field.type() != QueryField.ValueType.TEXT && field.type() != QueryField.ValueType.JSON) {
            throw new QuerySyntaxException(argument.at(), field.name() + " is no text; $glob is for texts");
        }
        String pattern = ValueReader.text(field, argument);
        if (pattern.length() > LONGEST_PATTERN) {
            throw new QuerySyntaxException(
                    argument.at(),
                    "a pattern must have at most " + LONGEST_PATTERN + " characters, but has " + pattern.length());
        }
        return new QueryCondition.Glob(field, pattern);
    }
}
