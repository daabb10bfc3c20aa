package pipeline.cli.catalogue;

import java.nio.file.Path;

/**
 * A recipe in a file that is not loaded yet.
 *
 * @param className its class in a built jar; empty for a source file, which has one recipe
 */
record FoundRecipe(Path file, String className) {

    /** Returns that of a source file. */
    static FoundRecipe of(Path file) {
        return new FoundRecipe(file, "");
    }

    /** Returns where it comes from, as people know it. */
    String place() {
        return className.isEmpty() ? file.toString() : "%s (%s)".formatted(file, className);
    }
}
