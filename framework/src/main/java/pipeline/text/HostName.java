package pipeline.text;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What may be the name of a host, in maps and in jobs alike; a name of a host or an alias of the SSH configuration is one.
 *
 * <pre>{@code
 * String problem = HostName.problem(args().get(0));
 * if (problem != null) {
 *     throw new UsageException(problem);
 * }
 * }</pre>
 */
public final class HostName {

    /** In characters; names in the DNS have at most 253. */
    private static final int LONGEST = 255;

    private HostName() {}

    /** Returns what is wrong with a name, and what to write instead; null if nothing is. */
    public static @Nullable String problem(String name) {
        String wrong = wrong(name);
        return wrong == null ? null : "expected a host's name, but " + shown(name) + " " + wrong;
    }

    private static @Nullable String wrong(String name) {
        if (name.isEmpty()) {
            return "is empty";
        }
        if (name.length() > LONGEST) {
            return "has " + name.length() + " characters; at most " + LONGEST + " are possible";
        }
        if (name.charAt(0) == '-' || name.charAt(0) == '.') {
            return "begins with a " + (name.charAt(0) == '-' ? "dash" : "dot");
        }
        for (int i = 0; i < name.length(); ) {
            int c = name.codePointAt(i);
            String wrong = wrong(c);
            if (wrong != null) {
                return wrong;
            }
            i += Character.charCount(c);
        }
        return null;
    }

    private static @Nullable String wrong(int c) {
        if (c == '/') {
            return "holds a slash";
        }
        if (c == '*' || c == '?') {
            return "holds " + Character.toString(c)
                    + ", and patterns are not replaced here; write the names, in the parset form as node[01-10]";
        }
        if (c == ' ' || c == '\t') {
            return "holds a blank";
        }
        return InvisibleCharacters.is(c) ? "holds " + InvisibleCharacters.named(c) + "; delete it" : null;
    }

    /** Shows a name in a message, on one line and not too long; blanks of every kind are written out too, which VisibleText leaves. */
    private static String shown(String name) {
        StringBuilder shown = new StringBuilder("'");
        MessageText.shortened(name)
                .codePoints()
                .forEach(c -> shown.append(InvisibleCharacters.is(c) && c != ' ' ? escape(c) : Character.toString(c)));
        return shown + "'";
    }

    private static String escape(int c) {
        return String.format(Locale.ROOT, c <= 0xffff ? "\\u%04x" : "\\U%08x", c);
    }
}
