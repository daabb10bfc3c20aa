package pipeline.parset;

import org.jspecify.annotations.Nullable;

/**
 * A mistake in a text and its place: {@code file:line:column: what, what was expected}, the line and a caret.
 *
 * <pre>{@code
 * try {
 *     RawParset parset = RawParset.read(Path.of("imaging.parset"));
 * } catch (ParsetException e) {
 *     throw new UsageException(e.getMessage());
 * }
 * }</pre>
 */
public final class ParsetException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String problem;
    private final int line;
    private final int column;

    /** Says what is wrong at a place of a text. */
    public ParsetException(SourceText source, int offset, String problem) {
        super(source.name() + ":" + source.line(offset) + ":" + source.column(offset) + ": " + problem + "\n"
                + source.excerpt(offset));
        this.problem = problem;
        this.line = source.line(offset);
        this.column = source.column(offset);
    }

    /** Says what is wrong with a file as a whole. */
    ParsetException(String file, String problem, @Nullable Throwable cause) {
        super(file + ": " + problem, cause);
        this.problem = problem;
        this.line = 0;
        this.column = 0;
    }

    /** Returns what is wrong and what was expected, without the place. */
    public String problem() {
        return problem;
    }

    /** Returns the line from 1; 0 if it is the file as a whole that is wrong. */
    public int line() {
        return line;
    }

    /** Returns the column from 1, in code points; 0 if it is the file as a whole that is wrong. */
    public int column() {
        return column;
    }
}
