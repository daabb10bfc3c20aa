package pipeline.text;

import java.util.Locale;

/** The name people type for a class: {@code ExampleParallel} is {@code example_parallel}. */
public final class SnakeCase {

    private SnakeCase() {}

    /**
     * Returns the name of a class as people type it.
     *
     * @param className a simple class name in camel case, acronyms included ({@code HTTPServer2} is {@code http_server2})
     */
    public static String of(String className) {
        return className
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_")
                .toLowerCase(Locale.ROOT);
    }
}
