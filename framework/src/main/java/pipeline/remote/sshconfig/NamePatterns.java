package pipeline.remote.sshconfig;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Lists of patterns for names, as in ssh_config(5) and known_hosts: {@code *}, {@code ?}, and {@code !} to exclude. */
public final class NamePatterns {

    private NamePatterns() {}

    /** Says whether a pattern matches the name and none with {@code !} does; case does not count. */
    public static boolean match(Collection<String> patterns, String name) {
        return matchedBy(lower(patterns), name.toLowerCase(Locale.ROOT), true);
    }

    /** The same, but case counts, as in {@code Host} and for names of users. */
    static boolean matchExactly(Collection<String> patterns, String name) {
        return matchedBy(patterns, name, true);
    }

    /** The same, but {@code *} alone counts for nothing: it says nothing about this very name. */
    static boolean mention(Collection<String> patterns, String name) {
        return matchedBy(lower(patterns), name.toLowerCase(Locale.ROOT), false);
    }

    private static List<String> lower(Collection<String> patterns) {
        return patterns.stream().map(text -> text.toLowerCase(Locale.ROOT)).toList();
    }

    private static boolean matchedBy(Collection<String> patterns, String name, boolean anyCounts) {
        boolean matched = false;
        for (String glob : patterns) {
            if (glob.startsWith("!")) {
                if (glob(glob.substring(1), name)) {
                    return false;
                }
            } else if ((anyCounts || glob.chars().anyMatch(c -> c != '*')) && glob(glob, name)) {
                matched = true;
            }
        }
        return matched;
    }

    /** Matches in time proportional to the product of the lengths, whatever the number of stars. */
    private static boolean glob(String pattern, String name) {
        int p = 0;
        int star = -1;
        int resume = 0;
        int n = 0;
        while (n < name.length()) {
            char c = p < pattern.length() ? pattern.charAt(p) : 0;
            if (c == '*') {
                star = p++;
                resume = n;
            } else if (c == '?' || (c != 0 && c == name.charAt(n))) {
                p++;
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
