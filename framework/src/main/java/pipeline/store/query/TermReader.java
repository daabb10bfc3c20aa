package pipeline.store.query;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads JSON, and what Python writes for the same: texts in single quotes, {@code None}, {@code True}, {@code False}, tuples,
 * a comma at the end.
 */
final class TermReader {

    static final int LONGEST_NUMBER = 400;

    private static final int LONGEST = 1 << 22;
    private static final int DEEPEST = 50;
    private static final int MOST_TERMS = 20_000;

    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?");
    private static final Pattern BARE_WORD = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$.]*");
    private static final Map<Character, Character> PAIRS = Map.of('{', '}', '[', ']', '(', ')');

    private final TextCursor text;
    private int terms;

    private TermReader(String text) {
        this.text = new TextCursor(text);
    }

    /** Reads one value that takes up the whole text. */
    static Term read(String text) throws QuerySyntaxException {
        if (text.length() > LONGEST) {
            throw new QuerySyntaxException(0, "it is longer than " + LONGEST + " characters");
        }
        TermReader reader = new TermReader(text);
        Term term = reader.term(0);
        reader.text.skipBlanks();
        if (!reader.text.isAtEnd()) {
            throw new QuerySyntaxException(reader.text.at(), "it goes on after its end");
        }
        return term;
    }

    private Term term(int depth) throws QuerySyntaxException {
        text.skipBlanks();
        int at = text.at();
        if (depth > DEEPEST) {
            throw new QuerySyntaxException(at, "it is nested deeper than " + DEEPEST);
        }
        if (++terms > MOST_TERMS) {
            throw new QuerySyntaxException(at, "it has more than " + MOST_TERMS + " values");
        }
        if (text.isAtEnd()) {
            throw new QuerySyntaxException(at, "it ends where a value is expected");
        }
        char first = text.next();
        if (first == '{') {
            return dict(at, depth);
        } else if (first == '[' || first == '(') {
            return sequence(at, depth);
        } else if (QuotedText.begins(text)) {
            return new Term.Text(at, QuotedText.read(text));
        } else if ("0123456789+-.".indexOf(first) >= 0) {
            return number(at);
        }
        return word(at);
    }

    private Term dict(int at, int depth) throws QuerySyntaxException {
        List<Term.Dict.Entry> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        open();
        while (!closes(at, entries.isEmpty())) {
            int nameAt = text.at();
            if (!QuotedText.begins(text)) {
                throw new QuerySyntaxException(nameAt, "a key is expected here, in quotes" + unquoted());
            }
            String name = QuotedText.read(text);
            if (!names.add(name)) {
                throw new QuerySyntaxException(
                        nameAt,
                        "the key " + name + " stands here twice; put both into one: {\"$and\": [{...}, {...}]}");
            }
            text.skipBlanks();
            if (!text.take(':')) {
                throw new QuerySyntaxException(text.at(), "a colon is expected after the key " + name);
            }
            entries.add(new Term.Dict.Entry(nameAt, name, term(depth + 1)));
        }
        return new Term.Dict(at, List.copyOf(entries));
    }

    private Term sequence(int at, int depth) throws QuerySyntaxException {
        List<Term> items = new ArrayList<>();
        open();
        while (!closes(at, items.isEmpty())) {
            items.add(term(depth + 1));
        }
        return new Term.Sequence(at, List.copyOf(items));
    }

    private void open() {
        text.skip(1);
    }

    /** Takes the comma before the next item, if there is a next one, or else the closing bracket. */
    private boolean closes(int openAt, boolean isFirst) throws QuerySyntaxException {
        char open = text.charAt(openAt);
        char close = PAIRS.getOrDefault(open, open);
        text.skipBlanks();
        if (text.take(close)) {
            return true;
        }
        if (!isFirst) {
            if (!text.take(',')) {
                throw new QuerySyntaxException(
                        text.isAtEnd() ? openAt : text.at(),
                        text.isAtEnd()
                                ? "the " + open + " that stands here is never closed by a " + close
                                : "a comma or a " + close + " is expected here");
            }
            text.skipBlanks();
            if (text.take(close)) {
                return true;
            }
        }
        if (text.isAtEnd()) {
            throw new QuerySyntaxException(openAt, "the " + open + " that stands here is never closed by a " + close);
        }
        return false;
    }

    private Term number(int at) throws QuerySyntaxException {
        Matcher digits = text.match(NUMBER);
        if (!digits.lookingAt() || text.goesOn(digits.end())) {
            throw new QuerySyntaxException(at, "this is no number; put a text or a time in quotes");
        }
        if (digits.end() - at > LONGEST_NUMBER) {
            throw new QuerySyntaxException(at, "this number is longer than " + LONGEST_NUMBER + " digits");
        }
        text.skip(digits.end() - at);
        return new Term.Numeral(at, new BigDecimal(digits.group()));
    }

    private Term word(int at) throws QuerySyntaxException {
        String word = bareWord()
                .orElseThrow(
                        () -> new QuerySyntaxException(at, "a value is expected here, but not " + text.shownNext()));
        text.skip(word.length());
        return switch (word) {
            case "null", "None" -> new Term.Nothing(at);
            case "true", "True" -> new Term.Flag(at, true);
            case "false", "False" -> new Term.Flag(at, false);
            case "NaN", "nan", "Infinity", "inf" -> throw new QuerySyntaxException(at, word + " is no number here");
            default ->
                throw new QuerySyntaxException(
                        at,
                        word
                                + " is not in quotes; where it is a variable or a call of a program, write its value: a text in"
                                + " quotes, a number, or a time such as \"2026-10-28T14:00:00Z\", or \"-1h\" for an hour ago");
        };
    }

    private String unquoted() {
        return bareWord().map(word -> ": \"" + word + "\"").orElse("");
    }

    private Optional<String> bareWord() {
        Matcher word = text.match(BARE_WORD);
        return word.lookingAt() ? Optional.of(word.group()) : Optional.empty();
    }
}
