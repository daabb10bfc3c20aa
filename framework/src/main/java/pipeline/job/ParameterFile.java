package pipeline.job;

import java.util.Objects;
import pipeline.text.ShellQuoting;

/**
 * A text file that the master prepares for one job, and that comes along with it. Immutable.
 *
 * <pre>{@code
 * ParameterFile file = new ParameterFile("image.parset", "channels = 4\n");
 * }</pre>
 *
 * @param name without a directory
 * @param text at most {@link #MOST} characters
 */
public record ParameterFile(String name, String text) {

    /** What stands in the words of a command for the path of the file. */
    public static final String PLACEHOLDER = "{parameters}";

    /** How long it may be: it is kept in the job table. */
    public static final int MOST = 1 << 20;

    public ParameterFile {
        Objects.requireNonNull(text, "text is null");
        if (name.isEmpty()
                || name.equals(".")
                || name.equals("..")
                || name.indexOf('/') >= 0
                || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("the name of a parameter file must be one without a directory, but was "
                    + ShellQuoting.quote(name));
        }
        if (text.length() > MOST || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "the parameter file %s must have at most %d characters and no NUL; it has %d"
                            .formatted(ShellQuoting.quote(name), MOST, text.length()));
        }
    }
}
