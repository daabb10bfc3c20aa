package pipeline.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of a section come from, the first that has a key wins: what was given on the command line, the
 * section's own heads, DEFAULT, and what is predefined. Immutable.
 *
 * @param heads the section's own heads, those for some hosts before the one for all; none for DEFAULT itself
 * @param overrides given on the command line, keys in lower case
 * @param predefined keys in lower case
 */
record Scope(IniFile file, List<String> heads, Map<String, String> overrides, Map<String, String> predefined) {

    Scope {
        heads = heads.stream().filter(head -> !head.equals(IniFile.DEFAULT)).toList();
    }

    /** Returns the same with other heads. */
    Scope withHeads(List<String> others) {
        return new Scope(file, others, overrides, predefined);
    }

    /** Returns the value of a key in lower case; null if there is none. */
    @Nullable
    IniValue find(String key) {
        String override = overrides.get(key);
        if (override != null) {
            return IniValue.literal(key, override);
        }
        for (String head : heads) {
            IniValue own = file.value(head, key);
            if (own != null) {
                return own;
            }
        }
        IniValue fallback = file.value(IniFile.DEFAULT, key);
        String last = predefined.get(key);
        return fallback != null || last == null ? fallback : IniValue.literal(key, last);
    }

    /** Returns every key that can be found. */
    Set<String> names() {
        Set<String> names = new TreeSet<>(predefined.keySet());
        names.addAll(overrides.keySet());
        names.addAll(file.keys(IniFile.DEFAULT));
        heads.forEach(head -> names.addAll(file.keys(head)));
        return names;
    }
}
