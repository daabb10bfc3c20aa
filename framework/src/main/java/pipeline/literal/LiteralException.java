package pipeline.literal;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A text is no literal; says what is wrong and where. */
public final class LiteralException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int offset;
    private final String problem;
    private final @Nullable String bareWord;

    LiteralException(int offset, String problem) {
        this(offset, problem, null);
    }

    private LiteralException(int offset, String problem, @Nullable String bareWord) {
        super(problem);
        this.offset = offset;
        this.problem = problem;
        this.bareWord = bareWord;
    }

    /** A word without quotes stands where a value is expected. */
    static LiteralException bareWord(int offset, String problem, String word) {
        return new LiteralException(offset, problem, word);
    }

    /** Returns the place in the text, in chars from 0. */
    public int offset() {
        return offset;
    }

    /** Returns what is wrong and what was expected, without the place. */
    public String problem() {
        return problem;
    }

    /** Returns the word without quotes that stands where a value is expected; empty if something else is wrong. */
    public Optional<String> bareWord() {
        return Optional.ofNullable(bareWord);
    }
}
