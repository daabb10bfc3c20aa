package pipeline.config;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong, each thing once. Safe for use by several threads. */
final class Problems {

    private record Problem(int line, String text) {}

    private final @Nullable Path file;
    private final Set<Problem> problems = new LinkedHashSet<>();

    Problems(@Nullable Path file) {
        this.file = file;
    }

    /** Adds a problem in a line of the file. */
    void inLine(int line, String message) {
        add(line, file + ":" + line + ": " + message);
    }

    /** Adds a problem with a value that was found. */
    void inValue(IniValue value, String message) {
        if (value.isLiteral()) {
            add(0, "command line: " + message);
        } else {
            inLine(value.line(), message);
        }
    }

    /** Adds a problem with something that is not there. */
    void inWhole(String message) {
        add(0, (file == null ? "configuration" : file) + ": " + message);
    }

    private synchronized void add(int line, String text) {
        problems.add(new Problem(line, text));
    }

    synchronized int size() {
        return problems.size();
    }

    /** Returns all problems in the order of their lines. */
    synchronized List<String> sorted() {
        return problems.stream()
                .sorted(Comparator.comparingInt(Problem::line))
                .map(Problem::text)
                .toList();
    }
}
