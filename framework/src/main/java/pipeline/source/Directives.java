package pipeline.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a source file that say what it needs, in JBang's spelling: {@code //DEPS group:artifact:version}. Such a
 * line begins in the first column, without a blank behind the slashes. Immutable.
 *
 * @param dependencies {@code //DEPS}: Maven coordinates
 * @param repositories {@code //REPOS}: URLs, or {@code name=URL}
 * @param sources {@code //SOURCES}: files or patterns, relative to the file
 * @param files {@code //FILES}: paths, or {@code name=path}, relative to the source
 * @param java {@code //JAVA}: {@code 21} or {@code 21+}
 * @param javacOptions {@code //JAVAC_OPTIONS} and {@code //COMPILE_OPTIONS}
 * @param description {@code //DESCRIPTION}; several lines are joined by blanks
 * @param withoutEffect directives of JBang that mean nothing here, such as {@code //MAIN}
 * @see <a href="https://www.jbang.dev/documentation/jbang/latest/script-directives.html">JBang's directives</a>
 */
record Directives(
        List<String> dependencies,
        List<String> repositories,
        List<String> sources,
        List<String> files,
        Optional<JavaVersion> java,
        List<String> javacOptions,
        Optional<String> description,
        List<String> withoutEffect) {

    private static final Pattern LINE = Pattern.compile("(?m)^//([A-Z][A-Z_]*)(?:[ \\t]+(.*))?$");
    private static final Pattern BETWEEN = Pattern.compile("[ \\t;,]+");
    private static final Pattern BLANKS = Pattern.compile("[ \\t]+");
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "JAVA_OPTIONS", "RUNTIME_OPTIONS", "NATIVE_OPTIONS", "MANIFEST", "MODULE", "PREVIEW", "JAVAAGENT", "MAIN");

    /**
     * The Java that a file wants.
     *
     * @param feature such as 21
     * @param line where the file says so, from 1
     */
    record JavaVersion(int feature, int line) {}

    /**
     * Reads the directives of a text.
     *
     * @param name of the file, for messages
     * @throws SourceException if a directive cannot be understood
     */
    static Directives of(String name, String text) throws SourceException {
        DirectiveReader reader = new DirectiveReader(name);
        Matcher matcher = LINE.matcher(text);
        int line = 1;
        int seen = 0;
        while (matcher.find()) {
            line += (int) text.substring(seen, matcher.start())
                    .chars()
                    .filter(c -> c == '\n')
                    .count();
            seen = matcher.start();
            reader.read(matcher.group(1), withoutComment(matcher.group(2)), line);
        }
        return reader.directives();
    }

    /** As in JBang, what stands behind {@code " // "} is a comment. */
    private static String withoutComment(@Nullable String value) {
        if (value == null) {
            return "";
        }
        int comment = value.indexOf(" // ");
        return (comment < 0 ? value : value.substring(0, comment)).strip();
    }

    private static final class DirectiveReader {

        private static final Pattern JAVA = Pattern.compile("(\\d{1,3})\\+?");

        private final String name;
        private final List<String> dependencies = new ArrayList<>();
        private final List<String> repositories = new ArrayList<>();
        private final List<String> sources = new ArrayList<>();
        private final List<String> files = new ArrayList<>();
        private final List<String> javacOptions = new ArrayList<>();
        private final List<String> descriptions = new ArrayList<>();
        private final List<String> withoutEffect = new ArrayList<>();
        private @Nullable JavaVersion java;

        DirectiveReader(String name) {
            this.name = name;
        }

        void read(String directive, String value, int line) throws SourceException {
            switch (directive) {
                case "DEPS" -> add(dependencies, BETWEEN, value);
                case "REPOS" -> add(repositories, BETWEEN, value);
                case "SOURCES" -> add(sources, BETWEEN, value);
                case "FILES" -> add(files, BETWEEN, value);
                case "JAVAC_OPTIONS", "COMPILE_OPTIONS" -> add(javacOptions, BLANKS, value);
                case "DESCRIPTION" -> descriptions.add(value);
                case "JAVA" -> java = version(value, line);
                default -> {
                    if (WITHOUT_EFFECT.contains(directive)) {
                        withoutEffect.add("//" + directive);
                    }
                }
            }
        }

        private static void add(List<String> all, Pattern between, String value) {
            for (String word : between.split(value, -1)) {
                if (!word.isEmpty()) {
                    all.add(word);
                }
            }
        }

        private JavaVersion version(String value, int line) throws SourceException {
            Matcher matcher = JAVA.matcher(value);
            if (!matcher.matches()) {
                throw new SourceException(
                        "%s:%d:1: //JAVA wants a version such as 17 or 21+, but was '%s'".formatted(name, line, value));
            }
            return new JavaVersion(Integer.parseInt(matcher.group(1)), line);
        }

        Directives directives() {
            return new Directives(
                    List.copyOf(dependencies),
                    List.copyOf(repositories),
                    List.copyOf(sources),
                    List.copyOf(files),
                    Optional.ofNullable(java),
                    List.copyOf(javacOptions),
                    descriptions.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", descriptions)),
                    List.copyOf(withoutEffect));
        }
    }
}
