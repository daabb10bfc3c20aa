package pipeline.dispatch.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import pipeline.config.Configuration;
import pipeline.hostset.BracketPattern;
import pipeline.text.HostName;

/**
 * Which host names are one machine. A name is a machine of its own unless {@code [hosts]} lists it as another's alias:
 * {@code lce001 = lce001-ib, lce001.cluster}. Immutable.
 */
public final class HostAliases {

    private record Pair(String key, String name, String alias) {}

    /** By the name in lower case, as the configuration gives its keys; a machine that has aliases is among them. */
    private final Map<String, String> machineOfAlias;

    private final List<Pair> pairs;

    private HostAliases(Map<String, String> machineOfAlias, List<Pair> pairs) {
        this.machineOfAlias = Map.copyOf(machineOfAlias);
        this.pairs = List.copyOf(pairs);
    }

    /** Reads {@code [hosts]}; what is wrong in it is reported to the configuration. */
    static HostAliases from(Configuration configuration) {
        List<Pair> pairs = new ArrayList<>();
        configuration.entries("hosts").forEach((key, value) -> {
            List<List<String>> rows = new ArrayList<>();
            List<String> names;
            try {
                names = names(key);
                for (String alias : words(value)) {
                    rows.add(names(alias));
                }
            } catch (IllegalArgumentException e) {
                configuration.problem("hosts", key, String.valueOf(e.getMessage()));
                return;
            }
            for (List<String> aliases : rows) {
                if (aliases.size() != names.size()) {
                    configuration.problem(
                            "hosts",
                            key,
                            "names " + names.size() + " machines but " + aliases.size()
                                    + " aliases; they are paired one by one");
                    return;
                }
                for (int i = 0; i < names.size(); i++) {
                    pairs.add(new Pair(key, names.get(i), aliases.get(i)));
                }
            }
        });
        return new HostAliases(machineOfAlias(configuration, pairs), pairs);
    }

    /** Cuts a list at commas and blanks that stand in no brackets. */
    private static List<String> words(String list) {
        List<String> words = new ArrayList<>();
        boolean isInBrackets = false;
        int start = 0;
        for (int at = 0; at <= list.length(); at++) {
            char c = at < list.length() ? list.charAt(at) : ',';
            boolean isEnd = at == list.length() || (!isInBrackets && (c == ',' || Character.isWhitespace(c)));
            if (isEnd) {
                if (at > start) {
                    words.add(list.substring(start, at));
                }
                start = at + 1;
            }
            isInBrackets = c == '[' || (isInBrackets && c != ']');
        }
        return words;
    }

    private static Map<String, String> machineOfAlias(Configuration configuration, List<Pair> pairs) {
        Map<String, String> machineOfAlias = new HashMap<>();
        pairs.forEach(pair -> machineOfAlias.put(lower(pair.name()), pair.name()));
        for (Pair pair : pairs) {
            String before = machineOfAlias.putIfAbsent(lower(pair.alias()), pair.name());
            if (before != null && !before.equals(pair.name())) {
                configuration.problem(
                        "hosts",
                        pair.key(),
                        "has the alias " + pair.alias() + ", which is "
                                + (lower(before).equals(lower(pair.alias()))
                                        ? "a machine with aliases of its own"
                                        : "an alias of " + before + " already"));
            }
        }
        return machineOfAlias;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static List<String> names(String pattern) {
        List<String> names = BracketPattern.expand(pattern);
        for (String name : names) {
            String wrong = HostName.problem(name);
            if (wrong != null) {
                throw new IllegalArgumentException(wrong);
            }
        }
        return names;
    }

    /** Returns the machine's first name. */
    String of(String host) {
        return machineOfAlias.getOrDefault(lower(host), host);
    }

    /** Returns all names of the machines that some names mean, these names among them. */
    Set<String> names(Collection<String> hosts) {
        Set<String> names = new LinkedHashSet<>(hosts);
        Set<String> machines = hosts.stream().map(this::of).collect(Collectors.toSet());
        for (Pair pair : pairs) {
            if (machines.contains(pair.name())) {
                names.add(pair.name());
                names.add(pair.alias());
            }
        }
        return names;
    }
}
