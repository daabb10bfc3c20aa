package pipeline.text;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Words of a POSIX shell: quoted so that the shell gives them back byte for byte. */
public final class ShellQuoting {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private ShellQuoting() {}

    /** Quotes one word where it needs it: {@code it's} becomes {@code 'it'\''s'}. */
    public static String quote(String word) {
        return PLAIN.matcher(word).matches() ? word : alwaysQuoted(word);
    }

    /** Quotes one word even where it needs none, so that it is never a keyword, an assignment or a pattern. */
    public static String alwaysQuoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    /** Quotes several words and puts a blank between them. */
    public static String quoted(List<String> words) {
        return words.stream().map(ShellQuoting::quote).collect(Collectors.joining(" "));
    }
}
