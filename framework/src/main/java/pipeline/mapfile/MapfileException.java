package pipeline.mapfile;

import org.jspecify.annotations.Nullable;
import pipeline.parset.ParsetException;
import pipeline.parset.SourceText;

/**
 * A mistake in a mapfile and its place: {@code file:line:column: what, what was expected}, the line and a caret.
 *
 * <pre>{@code
 * try {
 *     DataMap map = Mapfile.read(Path.of("raw.mapfile"));
 * } catch (MapfileException e) {
 *     logger().warn("line {}: {}", e.line(), e.problem());
 * }
 * }</pre>
 */
public final class MapfileException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String problem;
    private final int line;
    private final int column;

    private MapfileException(String message, String problem, int line, int column, @Nullable Throwable cause) {
        super(message, cause);
        this.problem = problem;
        this.line = line;
        this.column = column;
    }

    static MapfileException at(SourceText source, int offset, String problem) {
        int line = source.line(offset);
        int column = source.column(offset);
        String message = source.name() + ":" + line + ":" + column + ": " + problem + "\n" + source.excerpt(offset);
        return new MapfileException(message, problem, line, column, null);
    }

    static MapfileException of(ParsetException e) {
        return new MapfileException(String.valueOf(e.getMessage()), e.problem(), e.line(), e.column(), e);
    }

    /** The file as a whole is wrong. */
    static MapfileException about(String file, String problem, @Nullable Throwable cause) {
        return new MapfileException(file + ": " + problem, problem, 0, 0, cause);
    }

    /** Several maps do not fit together. */
    public static MapfileException between(String problem) {
        return new MapfileException(problem, problem, 0, 0, null);
    }

    /** Returns what is wrong and what was expected, without the place. */
    public String problem() {
        return problem;
    }

    /** Returns the line from 1; 0 if the file as a whole is wrong. */
    public int line() {
        return line;
    }

    /** Returns the column from 1, in code points; 0 if the file as a whole is wrong. */
    public int column() {
        return column;
    }
}
