package pipeline.remote.sshconfig;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A list of algorithms in the SSH configuration. It replaces the default list; with {@code +}, {@code -} or {@code ^} before
 * it, it is appended to the default, removed from it, or put before it.
 *
 * @param value the list, with or without such a sign
 * @param where the file and the line
 */
public record AlgorithmList(String value, String where) {

    /** Returns whether the order of the usual list is left as it is. */
    public boolean keepsOrder() {
        return value.startsWith("+") || value.startsWith("-");
    }

    /**
     * Returns the algorithms to use.
     *
     * @param usual what is used where nothing is said
     * @param all what can be used; patterns are looked for here
     */
    public List<String> of(List<String> usual, List<String> all) {
        Set<String> chosen = new LinkedHashSet<>();
        switch (value.isEmpty() ? ' ' : value.charAt(0)) {
            case '+' -> {
                chosen.addAll(usual);
                chosen.addAll(matching(all));
            }
            case '-' ->
                usual.stream()
                        .filter(name -> !NamePatterns.match(patterns(), name))
                        .forEach(chosen::add);
            case '^' -> {
                chosen.addAll(matching(all));
                chosen.addAll(usual);
            }
            default -> chosen.addAll(matching(all));
        }
        return List.copyOf(chosen);
    }

    /** Returns the names that the line asks for and that cannot be used. */
    public List<String> missing(List<String> all) {
        return value.startsWith("-")
                ? List.of()
                : patterns().stream()
                        .filter(pattern -> all.stream().noneMatch(name -> NamePatterns.match(List.of(pattern), name)))
                        .toList();
    }

    /** In the order of the patterns, as ssh does it. */
    private List<String> matching(List<String> all) {
        List<String> matching = new ArrayList<>();
        for (String pattern : patterns()) {
            all.stream()
                    .filter(name -> NamePatterns.match(List.of(pattern), name))
                    .forEach(matching::add);
        }
        return matching;
    }

    private List<String> patterns() {
        String list = value.matches("[-+^].*") ? value.substring(1) : value;
        return List.of(list.split(",", -1)).stream()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
