package pipeline.recipes;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pattern of names of files that says which part names what, such as {@code /net/{subcluster}/{host}/{path}}: {@code {path}} is the rest of
 * a name, and each of the others one directory of it, as is {@code *}, which has no name.
 */
final class PathPattern {

    static final String SUBCLUSTER = "subcluster";
    static final String HOST = "host";
    static final String PATH = "path";

    private static final Set<String> KNOWN = Set.of(SUBCLUSTER, HOST, PATH);
    private static final Pattern PART = Pattern.compile("\\{([^{}]*)}|\\*");

    private final String text;
    private final Pattern pattern;
    private final Set<String> parts;

    private PathPattern(String text, Pattern pattern, Set<String> parts) {
        this.text = text;
        this.pattern = pattern;
        this.parts = parts;
    }

    /** What a name says. */
    record Name(String file, Optional<String> subcluster, Optional<String> host, Optional<String> path) {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it does not begin with a slash, has other parts than these, or one twice
     */
    static PathPattern parse(String text) {
        Set<String> parts = new LinkedHashSet<>();
        StringBuilder regex = new StringBuilder();
        Matcher part = PART.matcher(text);
        int from = 0;
        while (part.find()) {
            regex.append(Pattern.quote(text.substring(from, part.start())));
            String name = part.group(1);
            if (name == null) {
                regex.append("[^/]+");
            } else if (!KNOWN.contains(name) || !parts.add(name)) {
                throw new IllegalArgumentException("has {subcluster}, {host} and {path}, each once at most");
            } else {
                regex.append("(?<").append(name).append(name.equals(PATH) ? ">.+)" : ">[^/]+)");
            }
            from = part.end();
        }
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("begins with a slash");
        }
        regex.append(Pattern.quote(text.substring(from)));
        return new PathPattern(text, Pattern.compile(regex.toString(), Pattern.DOTALL), parts);
    }

    boolean has(String part) {
        return parts.contains(part);
    }

    /** Returns what a name says; empty if it does not fit. */
    Optional<Name> read(String file) {
        Matcher matcher = pattern.matcher(file);
        return matcher.matches()
                ? Optional.of(new Name(file, group(matcher, SUBCLUSTER), group(matcher, HOST), group(matcher, PATH)))
                : Optional.empty();
    }

    private Optional<String> group(Matcher matcher, String name) {
        return has(name) ? Optional.of(matcher.group(name)) : Optional.empty();
    }

    @Override
    public String toString() {
        return text;
    }
}
