package pipeline.store.query;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import pipeline.literal.LiteralException;
import pipeline.literal.LiteralReader;
import pipeline.literal.LiteralToken;

/** Reads JSON, and what Python writes for the same, as a tree. */
final class TermReader {

    private static final int LONGEST = 1 << 22;
    private static final int MOST_TERMS = 20_000;

    private final LiteralReader reader;
    private int terms;

    private TermReader(String text) {
        this.reader = LiteralReader.ofPythonOrJson(text);
    }

    /** Reads one value that takes up the whole text. */
    static Term read(String text) throws QuerySyntaxException {
        if (text.length() > LONGEST) {
            throw new QuerySyntaxException(0, "it is longer than " + LONGEST + " characters");
        }
        TermReader reader = new TermReader(text);
        Term term = reader.term(reader.next());
        // fails unless the text ends with the value
        reader.next();
        return term;
    }

    private Term term(LiteralToken token) throws QuerySyntaxException {
        int at = reader.offset();
        if (++terms > MOST_TERMS) {
            throw new QuerySyntaxException(at, "it has more than " + MOST_TERMS + " values");
        }
        return switch (token) {
            case DICT -> dict(at);
            case LIST, TUPLE -> sequence(at);
            case TEXT -> new Term.Text(at, reader.text());
            case NUMBER -> new Term.Numeral(at, new BigDecimal(reader.text()));
            case TRUE, FALSE -> new Term.Flag(at, token == LiteralToken.TRUE);
            case NOTHING -> new Term.Nothing(at);
            case CLOSE, END -> throw new QuerySyntaxException(at, "it ends where a value is expected");
        };
    }

    private Term dict(int at) throws QuerySyntaxException {
        List<Term.Dict.Entry> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (LiteralToken key = key(); key != LiteralToken.CLOSE; key = key()) {
            int nameAt = reader.offset();
            if (key != LiteralToken.TEXT) {
                throw new QuerySyntaxException(nameAt, "a key is expected here, in quotes");
            }
            String name = reader.text();
            if (!names.add(name)) {
                throw new QuerySyntaxException(
                        nameAt,
                        "the key " + name + " stands here twice; put both into one: {\"$and\": [{...}, {...}]}");
            }
            entries.add(new Term.Dict.Entry(nameAt, name, term(next())));
        }
        return new Term.Dict(at, List.copyOf(entries));
    }

    private Term sequence(int at) throws QuerySyntaxException {
        List<Term> items = new ArrayList<>();
        for (LiteralToken token = next(); token != LiteralToken.CLOSE; token = next()) {
            items.add(term(token));
        }
        return new Term.Sequence(at, List.copyOf(items));
    }

    private LiteralToken key() throws QuerySyntaxException {
        try {
            return reader.next();
        } catch (LiteralException e) {
            String problem = e.bareWord()
                    .map(word -> "a key is expected here, in quotes: \"" + word + "\"")
                    .orElse(e.problem());
            throw new QuerySyntaxException(e.offset(), problem);
        }
    }

    private LiteralToken next() throws QuerySyntaxException {
        try {
            return reader.next();
        } catch (LiteralException e) {
            throw new QuerySyntaxException(
                    e.offset(), e.bareWord().map(TermReader::unquoted).orElse(e.problem()));
        }
    }

    private static String unquoted(String word) {
        return switch (word) {
            case "NaN", "nan", "Infinity", "inf" -> word + " is no number here";
            default ->
                word
                        + " is not in quotes; where it is a variable or a call of a program, write its value: a text in"
                        + " quotes, a number, or a time such as \"2026-10-28T14:00:00Z\", or \"-1h\" for an hour ago";
        };
    }
}
