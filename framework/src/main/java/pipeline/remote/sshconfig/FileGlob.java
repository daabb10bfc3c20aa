package pipeline.remote.sshconfig;

/** Patterns for file names as in glob(7): {@code *}, {@code ?}, {@code [a-z]}, {@code [!a-z]}, and a backslash before any of them. */
final class FileGlob {

    private FileGlob() {}

    /** Returns whether a name is more than itself. */
    static boolean isPattern(String name) {
        return name.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '\\');
    }

    /** Returns whether a pattern matches a name; a dot at its beginning must be in the pattern. */
    static boolean match(String pattern, String name) {
        return (!name.startsWith(".") || pattern.startsWith("."))
                && WildcardPattern.match(pattern, name, FileGlob::one);
    }

    /** Returns where the pattern goes on after one character; -1 if it does not take that character. */
    private static int one(String pattern, int p, char c) {
        char wanted = pattern.charAt(p);
        if (wanted == '?') {
            return p + 1;
        }
        if (wanted == '[') {
            int close = pattern.indexOf(']', p + (pattern.startsWith("!", p + 1) ? 3 : 2));
            if (close > 0) {
                return inSet(pattern.substring(p + 1, close), c) ? close + 1 : -1;
            }
        }
        if (wanted == '\\' && p + 1 < pattern.length()) {
            return pattern.charAt(p + 1) == c ? p + 2 : -1;
        }
        return wanted == c ? p + 1 : -1;
    }

    private static boolean inSet(String set, char c) {
        boolean negated = set.startsWith("!");
        boolean found = false;
        int i = negated ? 1 : 0;
        while (i < set.length()) {
            boolean range = i + 2 < set.length() && set.charAt(i + 1) == '-';
            char last = range ? set.charAt(i + 2) : set.charAt(i);
            found |= c >= set.charAt(i) && c <= last;
            i += range ? 3 : 1;
        }
        return found != negated;
    }
}
