package pipeline.remote.sshconfig;

/** Matches patterns in which {@code *} stands for any characters; the caller says which other characters have a meaning. */
final class WildcardPattern {

    /** Says what else than a star means. */
    @FunctionalInterface
    interface PatternStep {

        /** Returns where the pattern goes on after it took a character at a place; -1 if it does not take it. */
        int after(String pattern, int place, char c);
    }

    private WildcardPattern() {}

    /** Matches a whole name in time proportional to the product of the lengths, for any number of stars. */
    static boolean match(String pattern, String name, PatternStep step) {
        int p = 0;
        int n = 0;
        int star = -1;
        int resume = 0;
        while (n < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = n;
                continue;
            }
            int next = p < pattern.length() ? step.after(pattern, p, name.charAt(n)) : -1;
            if (next >= 0) {
                p = next;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
