package pipeline.config;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Replaces {@code %(name)s} by values and {@code %%} by a percent sign, as Python's {@code BasicInterpolation} does.
 * Used once, by one thread.
 */
final class Interpolation {

    /** As in ConfigParser. */
    private static final int MAX_DEPTH = 10;

    /** Each level may multiply the text of the level below, so that a few lines could fill the memory. */
    private static final int MAX_CHARACTERS = 4 << 20;

    private static final int MAX_REFERENCES = 10_000;

    private final IniValue start;
    private final Scope scope;
    private final Consumer<IniValue> referred;
    private final StringBuilder text = new StringBuilder();
    private int references;

    private Interpolation(IniValue start, Scope scope, Consumer<IniValue> referred) {
        this.start = start;
        this.scope = scope;
        this.referred = referred;
    }

    /**
     * Returns the text of a value with all references replaced.
     *
     * @param scope where the names are looked up
     * @param referred gets the values that are referred to
     * @throws InterpolationException naming the value that holds the mistake, which may be one that is referred to
     */
    static String resolve(IniValue value, Scope scope, Consumer<IniValue> referred) throws InterpolationException {
        if (value.isLiteral() || value.text().indexOf('%') < 0) {
            return value.text();
        }
        Interpolation interpolation = new Interpolation(value, scope, referred);
        interpolation.append(value, 1);
        return interpolation.text.toString();
    }

    private void append(IniValue value, int depth) throws InterpolationException {
        String source = value.text();
        if (value.isLiteral()) {
            add(source);
            return;
        }
        int at = 0;
        while (at < source.length()) {
            int percent = source.indexOf('%', at);
            if (percent < 0) {
                percent = source.length();
            }
            add(source.substring(at, percent));
            at = percent;
            if (source.startsWith("%%", at)) {
                add("%");
                at += 2;
            } else if (at < source.length()) {
                int end = endOfReference(value, at);
                refer(value, source.substring(at + 2, end), depth);
                at = end + 2;
            }
        }
    }

    private static int endOfReference(IniValue value, int at) throws InterpolationException {
        String source = value.text();
        int end = source.startsWith("%(", at) ? source.indexOf(')', at) : -1;
        if (end <= at + 2 || !source.startsWith(")s", end)) {
            throw new InterpolationException(
                    value,
                    "expected %(name)s, or %% for a percent sign, but found "
                            + IniValue.shown(source.substring(at, Math.min(source.length(), at + 20))));
        }
        return end;
    }

    private void refer(IniValue value, String name, int depth) throws InterpolationException {
        IniValue target = scope.find(name.toLowerCase(Locale.ROOT));
        if (target == null) {
            Optional<String> meant = Suggestion.of(name, scope.names());
            throw new InterpolationException(
                    value,
                    "%(" + IniValue.shortened(name) + ")s refers to a key that is not there"
                            + meant.map(known -> ", did you mean %(" + known + ")s?")
                                    .orElse(", expected one of this section, of [DEFAULT] or a predefined one"));
        }
        boolean plain = target.isLiteral() || target.text().indexOf('%') < 0;
        if (depth == MAX_DEPTH && !plain) {
            throw new InterpolationException(
                    start,
                    "%(" + IniValue.shortened(name) + ")s leads through more than " + MAX_DEPTH
                            + " keys, or in a circle");
        }
        if (++references > MAX_REFERENCES) {
            throw new InterpolationException(start, "more than " + MAX_REFERENCES + " references in one value");
        }
        referred.accept(target);
        append(target, depth + 1);
    }

    private void add(String piece) throws InterpolationException {
        if (text.length() + piece.length() > MAX_CHARACTERS) {
            throw new InterpolationException(start, "references make more than " + MAX_CHARACTERS + " characters");
        }
        text.append(piece);
    }
}
