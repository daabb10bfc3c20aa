package pipeline.store.query;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pipeline.job.JobKey;

/** Turns what stands in a query into a value of a field's type. */
final class ValueReader {

    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,19}(?:\\.0{1,19})?");

    private final Instant now;

    /** Reads values of a moment. */
    ValueReader(Instant now) {
        this.now = now;
    }

    /** Returns the value; null for null. */
    @Nullable
    Object read(QueryField field, Term term) throws QuerySyntaxException {
        if (term instanceof Term.Nothing) {
            return null;
        }
        return switch (field.type()) {
            case TEXT -> word(field, term);
            case INTEGER -> integer(field, term);
            case REAL -> real(field, term);
            case TIME -> time(field, term);
            case BOOLEAN -> flag(field, term);
            case JSON -> json(term);
        };
    }

    private static String json(Term term) throws QuerySyntaxException {
        try {
            return JobKey.canonical(term.toJson());
        } catch (IllegalArgumentException e) {
            throw new QuerySyntaxException(term.at(), String.valueOf(e.getMessage()));
        }
    }

    /** Returns the value of a text, which need not be one of the field's words. */
    static String text(QueryField field, Term term) throws QuerySyntaxException {
        if (term instanceof Term.Text text) {
            return text.text();
        }
        throw unfit(field, "a text in quotes", term);
    }

    private static String word(QueryField field, Term term) throws QuerySyntaxException {
        String word = text(field, term);
        if (!field.words().isEmpty() && !field.words().contains(word)) {
            throw new QuerySyntaxException(term.at(), FieldCatalog.unknown(field.name(), word, field.words()));
        }
        return word;
    }

    private static Long integer(QueryField field, Term term) throws QuerySyntaxException {
        Optional<BigDecimal> number = number(term);
        try {
            return number.orElseThrow(() -> unfit(field, "a whole number", term))
                    .longValueExact();
        } catch (ArithmeticException e) {
            throw unfit(field, "a whole number of at most 64 bits", term);
        }
    }

    private static Double real(QueryField field, Term term) throws QuerySyntaxException {
        double number =
                number(term).orElseThrow(() -> unfit(field, "a number", term)).doubleValue();
        if (!Double.isFinite(number)) {
            throw unfit(field, "a number of at most 64 bits", term);
        }
        return number + 0.0;
    }

    private static Optional<BigDecimal> number(Term term) {
        if (term instanceof Term.Numeral number) {
            return Optional.of(number.value());
        }
        return term instanceof Term.Text text && WHOLE.matcher(text.text()).matches()
                ? Optional.of(new BigDecimal(text.text()))
                : Optional.empty();
    }

    private Instant time(QueryField field, Term term) throws QuerySyntaxException {
        Optional<Instant> time = term instanceof Term.Text text ? TimeParser.read(text.text(), now) : Optional.empty();
        return time.orElseThrow(() -> unfit(field, TimeParser.EXAMPLES, term));
    }

    private static Boolean flag(QueryField field, Term term) throws QuerySyntaxException {
        if (term instanceof Term.Flag flag) {
            return flag.isTrue();
        }
        throw unfit(field, "true or false", term);
    }

    private static QuerySyntaxException unfit(QueryField field, String expected, Term term) {
        return new QuerySyntaxException(term.at(), field.name() + " must be " + expected + ", but was " + term.kind());
    }
}
