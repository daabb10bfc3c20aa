package pipeline.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import pipeline.recipe.UsageException;
import pipeline.text.ShellQuoting;

/** Refuses an {@code @FILE} that cannot be read; picocli would take it for an argument and complain about another one. */
final class ArgumentFileCheck {

    private static final char MARK = '@';

    private ArgumentFileCheck() {}

    /**
     * Looks at every word that picocli will replace by what is in a file.
     *
     * @param directory where relative names begin
     * @throws UsageException if there is no such file, or it cannot be read
     */
    static void check(List<String> words, Path directory) {
        for (String word : words) {
            boolean isFile = word.length() > 1 && word.charAt(0) == MARK && word.charAt(1) != MARK;
            if (isFile) {
                Path file = directory.resolve(word.substring(1));
                if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                    throw new UsageException(
                            "%s means arguments from a file, but there is no file %s that can be read; write @%s if the argument itself begins with @"
                                    .formatted(ShellQuoting.quote(word), file, ShellQuoting.quote(word)));
                }
            }
        }
    }
}
