package pipeline.hostset;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import pipeline.text.HostName;
import pipeline.text.InvisibleCharacters;

/** Reads terms and operators from left to right. Used once, by one thread. */
final class HostSetReader {

    private static final String OPERATORS = ",!&^";

    /** All terms together: each may be a few characters long and stand for a million names. */
    private static final int MOST_NAMES_OF_TERMS = 4 * BracketPattern.MAX_NAMES;

    private final String text;
    private final Function<String, HostSet> groups;
    private int at;
    private long namesOfTerms;

    HostSetReader(String text, Function<String, HostSet> groups) {
        this.text = text;
        this.groups = groups;
    }

    HostSet read() {
        if (text.isBlank()) {
            return HostSet.of(Set.of());
        }
        Set<String> names = new LinkedHashSet<>(term());
        while (at < text.length()) {
            int operatorAt = at;
            char operator = text.charAt(at++);
            List<String> right = term();
            switch (operator) {
                case '!' -> right.forEach(names::remove);
                case '&' -> names.retainAll(new HashSet<>(right));
                case '^' -> HostSet.toggle(names, new LinkedHashSet<>(right));
                // term() stops at nothing but an operator, and this one is the comma
                default -> names.addAll(right);
            }
            if (names.size() > BracketPattern.MAX_NAMES) {
                at = operatorAt;
                throw problem("stands for more than " + BracketPattern.MAX_NAMES + " names; expected fewer");
            }
        }
        return HostSet.ofRead(names);
    }

    /** Reads one term and the blanks around it. */
    private List<String> term() {
        skipBlanks();
        int start = at;
        skipTerm();
        if (at == start) {
            throw problem("expected a host name"
                    + (at < text.length() ? ", but found \"" + text.charAt(at) + "\"" : " after the operator"));
        }
        int end = at;
        skipBlanks();
        if (at < text.length() && OPERATORS.indexOf(text.charAt(at)) < 0) {
            throw problem("expected one of , ! & ^ between two names");
        }
        List<String> names = text.charAt(start) == '@' ? group(start, end) : hosts(start, end);
        namesOfTerms += names.size();
        if (namesOfTerms > MOST_NAMES_OF_TERMS) {
            at = start;
            throw problem("the parts of the set stand for more than " + MOST_NAMES_OF_TERMS
                    + " names together; expected fewer");
        }
        return names;
    }

    private void skipTerm() {
        boolean inBrackets = false;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            if (InvisibleCharacters.is(c) && !isSeparator(c)) {
                throw problem(InvisibleCharacters.named(c) + " is no part of a host name; delete it");
            }
            if (!inBrackets && (Character.isWhitespace(c) || OPERATORS.indexOf(c) >= 0)) {
                return;
            }
            inBrackets = c == '[' || (inBrackets && c != ']');
            at += Character.charCount(c);
        }
    }

    private static boolean isSeparator(int c) {
        return Character.isISOControl(c) ? c == '\t' || c == '\n' || c == '\r' : Character.isWhitespace(c);
    }

    private List<String> hosts(int start, int end) {
        List<String> names = expand(start, end);
        for (String name : names) {
            String wrong = HostName.problem(name);
            if (wrong != null) {
                at = start;
                throw problem(wrong);
            }
        }
        return names;
    }

    private List<String> group(int start, int end) {
        if (end == start + 1) {
            throw problem("expected the name of a group after \"@\"");
        }
        List<String> names = new ArrayList<>();
        for (String group : expand(start + 1, end)) {
            try {
                groups.apply(group).forEach(names::add);
            } catch (IllegalArgumentException e) {
                at = start;
                throw problem("group @" + group + ": " + e.getMessage(), e);
            }
        }
        return names;
    }

    private List<String> expand(int start, int end) {
        try {
            return BracketPattern.expand(text.substring(start, end));
        } catch (HostSetException e) {
            at = start + e.column() - 1;
            throw problem(e.problem(), e);
        }
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private HostSetException problem(String problem) {
        return new HostSetException(text, at + 1, problem);
    }

    private HostSetException problem(String problem, Throwable cause) {
        HostSetException exception = problem(problem);
        exception.initCause(cause);
        return exception;
    }
}
