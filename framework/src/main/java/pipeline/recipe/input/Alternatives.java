package pipeline.recipe.input;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import pipeline.config.Suggestion;

/** What somebody probably meant. */
final class Alternatives {

    /** A directory with more is not looked through. */
    private static final int MOST_FILES = 2000;

    private Alternatives() {}

    /** Returns {@code ; did you mean ...?}, or nothing if no word is near. */
    static String hint(String word, Collection<String> known) {
        return Suggestion.of(word, known).map("; did you mean %s?"::formatted).orElse("");
    }

    /** Returns the same for a file that is not there: one of its neighbours may be meant. */
    static String hint(Path missing) {
        Path name = missing.getFileName();
        Path directory = missing.toAbsolutePath().normalize().getParent();
        if (name == null || directory == null || !Files.isDirectory(directory)) {
            return "";
        }
        try (Stream<Path> neighbours = Files.list(directory)) {
            List<String> names = neighbours
                    .limit(MOST_FILES)
                    .map(neighbour -> String.valueOf(neighbour.getFileName()))
                    .toList();
            return Suggestion.of(name.toString(), names)
                    .map(near -> "; did you mean %s?".formatted(missing.resolveSibling(near)))
                    .orElse("");
        } catch (IOException e) {
            // it is only a hint
            return "";
        }
    }
}
