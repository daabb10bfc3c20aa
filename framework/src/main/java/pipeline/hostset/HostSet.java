package pipeline.hostset;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import pipeline.text.HostName;

/**
 * A set of host names, written in ClusterShell's syntax: {@code node[1-5]}, {@code lce[001-010]}, {@code n[3-5,62]},
 * {@code n[0-10/2]}, {@code clu[1-2]-[1-10]}, joined by {@code ,} (union), {@code !} (difference), {@code &}
 * (intersection) and {@code ^} (in one but not in both), evaluated from left to right. Immutable; names stay in the
 * order in which they were added.
 */
public final class HostSet implements Iterable<String> {

    /** What {@link #parse} would read as something else than a part of a name. */
    private static final Pattern IN_A_SET = Pattern.compile("[,!&^\\[\\]]|^@");

    private final Set<String> names;

    private HostSet(Set<String> names) {
        this.names = names;
    }

    /**
     * Reads a host set; groups ({@code @name}) are refused.
     *
     * @param text in ClusterShell's syntax; blank text is the empty set
     * @throws HostSetException if the text is no host set, or stands for more than 1,000,000 names
     */
    public static HostSet parse(String text) {
        return parse(text, group -> {
            throw new IllegalArgumentException("groups cannot be used here, write the names of the hosts");
        });
    }

    /**
     * Reads a host set with groups.
     *
     * @param text in ClusterShell's syntax; blank text is the empty set
     * @param groups gives the hosts of a group by its name without the {@code @}; throws an
     *     {@link IllegalArgumentException} that says why if there is no such group
     * @throws HostSetException if the text is no host set, or stands for more than 1,000,000 names
     */
    public static HostSet parse(String text, Function<String, HostSet> groups) {
        return new HostSetReader(text, groups).read();
    }

    /**
     * Makes a set of names as they stand; brackets are not expanded.
     *
     * @throws IllegalArgumentException if a name is none as {@link HostName} has it, begins with {@code @}, or holds one of
     *     {@code , ! & ^ [ ]}
     */
    public static HostSet of(Collection<String> names) {
        Set<String> checked = new LinkedHashSet<>();
        for (String name : names) {
            String wrong = HostName.problem(name);
            if (wrong != null) {
                throw new IllegalArgumentException(wrong);
            }
            if (IN_A_SET.matcher(name).find()) {
                throw new IllegalArgumentException(
                        "a host name in a set must hold none of , ! & ^ [ ] and must not begin with @, but was \""
                                + name + "\"");
            }
            checked.add(name);
        }
        return new HostSet(Collections.unmodifiableSet(checked));
    }

    /** Takes over a set of names that were read, so that each of them is one; nobody changes it any more. */
    static HostSet ofRead(Set<String> names) {
        return new HostSet(Collections.unmodifiableSet(names));
    }

    /** Folds names for people to read; where one cannot be folded, they stand one by one. Never refuses a name. */
    public static String folded(Collection<String> names) {
        return names.stream()
                        .anyMatch(name -> HostName.problem(name) != null
                                || IN_A_SET.matcher(name).find())
                ? String.join(",", names)
                : of(names).toString();
    }

    /** Returns the order of names in which numbers count by their values: {@code node2} before {@code node10}. */
    public static Comparator<String> naturalOrder() {
        return HostNameFolding.NATURAL;
    }

    /** Returns the hosts of this set, then those of the other. */
    public HostSet union(HostSet other) {
        Set<String> result = new LinkedHashSet<>(names);
        result.addAll(other.names);
        return new HostSet(Collections.unmodifiableSet(result));
    }

    /** Returns the hosts of this set that are not in the other. */
    public HostSet minus(HostSet other) {
        Set<String> result = new LinkedHashSet<>(names);
        other.names.forEach(result::remove);
        return new HostSet(Collections.unmodifiableSet(result));
    }

    /** Returns the hosts of this set that are in the other too. */
    public HostSet intersection(HostSet other) {
        Set<String> result = new LinkedHashSet<>(names);
        result.retainAll(other.names);
        return new HostSet(Collections.unmodifiableSet(result));
    }

    /** Returns the hosts that are in one of the two sets, but not in both. */
    public HostSet symmetricDifference(HostSet other) {
        Set<String> result = new LinkedHashSet<>(names);
        toggle(result, other.names);
        return new HostSet(Collections.unmodifiableSet(result));
    }

    /** Removes from a set what is in it, and adds what is not. */
    static void toggle(Set<String> names, Set<String> others) {
        for (String other : others) {
            if (!names.remove(other)) {
                names.add(other);
            }
        }
    }

    /** Returns whether the host is in the set, by its name letter for letter. */
    public boolean contains(String name) {
        return names.contains(name);
    }

    /** Returns the number of hosts. */
    public int size() {
        return names.size();
    }

    /** Returns whether there is no host in the set. */
    public boolean isEmpty() {
        return names.isEmpty();
    }

    /** Returns the names in the order in which they were added. */
    public Stream<String> stream() {
        return names.stream();
    }

    @Override
    public Iterator<String> iterator() {
        return names.iterator();
    }

    /** Two sets are equal when they hold the same hosts, in any order. */
    @Override
    public boolean equals(Object other) {
        return other instanceof HostSet set && names.equals(set.names);
    }

    @Override
    public int hashCode() {
        return Objects.hash(names);
    }

    /** Folds the names, in natural order: {@code lce[001-003,007]}. {@link #parse} reads it back as an equal set. */
    @Override
    public String toString() {
        return HostNameFolding.fold(names);
    }
}
