package pipeline.remote.sshconfig;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Lists of patterns for names, as in ssh_config(5) and known_hosts: {@code *}, {@code ?}, and {@code !} to exclude. */
public final class NamePatterns {

    private NamePatterns() {}

    /** Returns whether a pattern matches the name and none with {@code !} does; case does not count. */
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

    private static boolean glob(String pattern, String name) {
        return WildcardPattern.match(pattern, name, NamePatterns::one);
    }

    private static int one(String pattern, int place, char c) {
        char wanted = pattern.charAt(place);
        return wanted == '?' || wanted == c ? place + 1 : -1;
    }
}
