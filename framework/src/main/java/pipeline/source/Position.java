package pipeline.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import javax.tools.JavaFileObject;

/**
 * A place in a source file.
 *
 * @param line from 1
 * @param column from 1, counted in characters, a tab being one
 * @param text the whole line
 */
record Position(String fileName, int line, int column, String text) {

    /**
     * Finds a place.
     *
     * @param offset from 0, in characters
     * @throws UncheckedIOException if the file went away since javac read it
     */
    static Position of(JavaFileObject source, long offset) {
        String content;
        try {
            content = source.getCharContent(true).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int at = (int) Math.min(Math.max(0, offset), content.length());
        int start = content.lastIndexOf('\n', at - 1) + 1;
        int end = content.indexOf('\n', at);
        String line = content.substring(start, end < 0 ? content.length() : end);
        int number =
                (int) content.substring(0, start).chars().filter(c -> c == '\n').count() + 1;
        return new Position(fileName(source), number, at - start + 1, line.stripTrailing());
    }

    private static String fileName(JavaFileObject source) {
        URI uri = source.toUri();
        return "file".equals(uri.getScheme()) ? RecipeFile.name(Path.of(uri)) : source.getName();
    }
}
