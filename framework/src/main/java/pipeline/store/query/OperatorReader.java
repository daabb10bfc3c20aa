package pipeline.store.query;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pipeline.store.query.Condition.Relation;

/** Reads what stands under a key: an exact value, or operators that must all fit. */
final class OperatorReader {

    /** Databases limit what a pattern may be; and nobody types a longer one. */
    private static final int LONGEST_PATTERN = 1000;

    private final ValueReader values;

    OperatorReader(Instant now) {
        this.values = new ValueReader(now);
    }

    Condition read(Field field, Term term) throws QuerySyntaxException {
        boolean isValue = !(term instanceof Term.Dict dict)
                || (field.type() == Field.Type.JSON && dict.entries().stream().noneMatch(Term.Dict.Entry::isOperator));
        return isValue ? Condition.equal(field, values.read(field, term)) : operators(field, term);
    }

    private Condition operators(Field field, Term term) throws QuerySyntaxException {
        if (!(term instanceof Term.Dict dict) || dict.entries().isEmpty()) {
            throw new QuerySyntaxException(
                    term.at(),
                    "operators are expected for " + field.name() + ", such as {\"$ne\": ...}, but not " + term.kind());
        }
        List<Condition> parts = new ArrayList<>();
        for (Term.Dict.Entry entry : dict.entries()) {
            parts.add(operator(field, entry));
        }
        return Condition.all(parts);
    }

    private Condition operator(Field field, Term.Dict.Entry entry) throws QuerySyntaxException {
        Operator operator = Operator.of(entry.name())
                .orElseThrow(() -> new QuerySyntaxException(
                        entry.at(), FieldCatalog.unknown("operator", entry.name(), Operator.words())));
        Term argument = entry.value();
        return switch (operator) {
            case EQ -> Condition.equal(field, values.read(field, argument));
            case NE -> new Condition.Compare(field, Relation.NOT_EQUAL, values.read(field, argument));
            case GT, GE -> ordered(field, Relation.GREATER, argument);
            case GTE -> ordered(field, Relation.GREATER_OR_EQUAL, argument);
            case LT, LE -> ordered(field, Relation.LESS, argument);
            case LTE -> ordered(field, Relation.LESS_OR_EQUAL, argument);
            case IN -> in(field, entry);
            case NIN -> new Condition.Not(in(field, entry));
            case EXISTS -> exists(field, argument);
            case GLOB -> glob(field, argument);
            case NOT -> new Condition.Not(operators(field, argument));
        };
    }

    private Condition ordered(Field field, Relation relation, Term argument) throws QuerySyntaxException {
        if (field.isPart() && argument instanceof Term.Numeral number) {
            return new Condition.Compare(field, relation, number.value());
        } else if (field.isPart() && argument instanceof Term.Text text) {
            return new Condition.Compare(field, relation, text.text());
        } else if (field.isPart()) {
            throw new QuerySyntaxException(
                    argument.at(),
                    field.name() + " can be before or after a number or a text, but not " + argument.kind());
        }
        if (field.type() == Field.Type.JSON || field.type() == Field.Type.BOOLEAN) {
            throw new QuerySyntaxException(
                    argument.at(), field.name() + " has no order; it can only be equal, not equal or one of a list");
        }
        Object value = field.type() == Field.Type.TEXT && argument instanceof Term.Text text
                ? text.text()
                : values.read(field, argument);
        if (value == null) {
            throw new QuerySyntaxException(argument.at(), "null has no order; use $eq, $ne, or {\"$exists\": false}");
        }
        return new Condition.Compare(field, relation, value);
    }

    private Condition in(Field field, Term.Dict.Entry entry) throws QuerySyntaxException {
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
        return new Condition.In(field, list);
    }

    private static Condition exists(Field field, Term argument) throws QuerySyntaxException {
        if (!(argument instanceof Term.Flag flag)) {
            throw new QuerySyntaxException(
                    argument.at(), "$exists must have true or false, but had " + argument.kind());
        }
        Condition exists = new Condition.Exists(field);
        return flag.isTrue() ? exists : new Condition.Not(exists);
    }

    private static Condition glob(Field field, Term argument) throws QuerySyntaxException {
        if (field.type() != Field.Type.TEXT && field.type() != Field.Type.JSON) {
            throw new QuerySyntaxException(argument.at(), field.name() + " is no text; $glob is for texts");
        }
        String pattern = ValueReader.text(field, argument);
        if (pattern.length() > LONGEST_PATTERN) {
            throw new QuerySyntaxException(
                    argument.at(),
                    "a pattern must have at most " + LONGEST_PATTERN + " characters, but has " + pattern.length());
        }
        return new Condition.Glob(field, pattern);
    }
}
