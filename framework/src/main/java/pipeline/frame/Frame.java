package pipeline.frame;

import java.util.Objects;

/**
 * A message between the output bytes of a job: {@code RS token SP word SP body RS}, RS being the ASCII record separator.
 * The token is random for each slot, so no output can be taken for a frame by chance.
 *
 * @param word what the message is, without blanks
 * @param body the rest; never holds RS (JSON writes it as an escape)
 */
public record Frame(String word, String body) {

    /** The control character that begins and ends a frame: ASCII record separator, 0x1e, octal 036. */
    public static final char SEPARATOR = '\u001e';

    /** The frame by which a Java node program gives its answer. */
    public static final String ANSWER = "answer";

    /** The frame by which a slot says after a job that it has kept log records: of the job, in bytes of all. */
    public static final String LOGGED = "logged";

    public Frame {
        Objects.requireNonNull(word, "word is null");
        if (body.indexOf(SEPARATOR) >= 0) {
            throw new IllegalArgumentException("the body of a frame must not hold a record separator");
        }
    }

    /** Returns the text of the frame as it stands in the stream. */
    public String toText(String token) {
        return SEPARATOR + token + " " + word + " " + body + SEPARATOR;
    }

    /** Returns the text of the frame as the format of a shell's {@code printf}; {@code %s} in it takes an argument. */
    public String toPrintf(String token) {
        return toText(token).replace(String.valueOf(SEPARATOR), "\\036");
    }
}
