package pipeline.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The values of one section, with DEFAULT behind them. A bad value gives the fallback and becomes a problem that
 * {@link Configuration#check} reports; so do bad values for single hosts, also where no host was asked about. Keys may
 * be written in any case. Safe for use by several threads.
 */
public final class Section {

    /** Turns a text without blanks around it into a value. */
    @FunctionalInterface
    interface Conversion<T> {
        T apply(String text) throws BadValueException;
    }

    private final Configuration configuration;
    private final String name;
    private final Scope scope;

    Section(Configuration configuration, String name, Scope scope) {
        this.configuration = configuration;
        this.name = name;
        this.scope = scope;
    }

    /** Returns a text with line ends as it stands in the file, references replaced; empty if there is no such key. */
    public Optional<String> text(String key) {
        return configuration.read(name, key, scope, text -> text);
    }

    /** Returns a text as {@link #text(String)} does. */
    public String text(String key, String fallback) {
        return text(key).orElse(fallback);
    }

    /** Returns the name of a place, as {@link #text(String)} does; variables of a shell are refused, since nobody replaces them. */
    public Optional<String> place(String key) {
        return configuration.read(name, key, scope, ValueConversions::place);
    }

    /** Returns the names of places, as {@link #list} and {@link #place} do. */
    public List<String> places(String key) {
        return configuration
                .read(name, key, scope, text -> ListParser.split(ValueConversions.place(text)))
                .orElse(List.of());
    }

    /** Returns a text without looking at its percent signs, as log formats need it. */
    public Optional<String> raw(String key) {
        return configuration.raw(name, key, scope);
    }

    /** Returns a whole number from min to max. */
    public int integer(String key, int fallback, int min, int max) {
        return configuration
                .read(name, key, scope, text -> ValueConversions.integer(text.strip(), min, max))
                .orElse(fallback);
    }

    /** Returns a duration above zero: {@code 90} and {@code 90s} are seconds, {@code 2m}, {@code 1h30m}, {@code 1d}. */
    public Duration duration(String key, Duration fallback) {
        return configuration
                .read(name, key, scope, text -> ValueConversions.duration(text.strip()))
                .orElse(fallback);
    }

    /** Returns a path, a leading {@code ~/} replaced by the home directory; empty if there is no such key. */
    public Optional<Path> path(String key) {
        return configuration.read(name, key, scope, text -> ValueConversions.path(text.strip()));
    }

    /**
     * Returns a list: {@code a, b}, {@code [a, b]}, or one item on each line; quotes protect commas. Empty if there is no
     * such key.
     */
    public List<String> list(String key) {
        return configuration.read(name, key, scope, ListParser::split).orElse(List.of());
    }

    /** Returns a switch: true, yes, on, 1 or false, no, off, 0. */
    public boolean flag(String key, boolean fallback) {
        return configuration
                .read(name, key, scope, text -> ValueConversions.flag(text.strip()))
                .orElse(fallback);
    }

    /** Returns one of several words, the constants in lower case with dashes: {@code ACCEPT_NEW} is accept-new. */
    public <E extends Enum<E>> E word(String key, Class<E> type, E fallback) {
        return configuration
                .read(name, key, scope, text -> ValueConversions.word(text.strip(), type))
                .orElse(fallback);
    }

    /**
     * Returns one of several words as {@link #word(String, Class, Enum)} does.
     *
     * @param ancestors words of LOFAR's framework that mean nothing here and give the fallback
     */
    public <E extends Enum<E>> E word(String key, Class<E> type, E fallback, Collection<String> ancestors) {
        return configuration
                .read(name, key, scope, text -> {
                    if (ancestors.contains(text.strip())) {
                        leaveAlone(key, text.strip());
                        return fallback;
                    }
                    return ValueConversions.word(text.strip(), type);
                })
                .orElse(fallback);
    }

    /** Notes a value of LOFAR's framework that means nothing here. */
    public void leaveAlone(String key, String value) {
        configuration.leaveAlone(value.isEmpty() ? key : key + " = " + value);
    }

    /** Reports keys that are set for some hosts only, where they can only hold for all: nobody would look at them. */
    public void forAllHosts(List<String> keys) {
        keys.forEach(key -> configuration.refuseForSomeHosts(name, key));
    }

    /** Reports a value that fits its type, but not its use; the message says what was expected. */
    public void problem(String key, String message) {
        configuration.problem(name, key, scope, message);
    }
}
