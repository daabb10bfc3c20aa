package pipeline.job;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import pipeline.text.ShellQuoting;

/**
 * A file or directory that a job has to leave on its host to count as done. Immutable.
 *
 * <pre>{@code
 * ComputeJob checked = job.outputs(List.of(DeclaredOutput.of("/data/image.fits"), DeclaredOutput.of("/data/log.txt")));
 * }</pre>
 *
 * @param path on the host; a relative one is one of the directory in which the job starts
 * @param sha256 what the file has to hold, in lower-case hex; empty if it only has to be there and not be empty
 * @param isAtomic whether the program writes it under another name, see {@link #atomic}
 */
public record DeclaredOutput(String path, Optional<String> sha256, boolean isAtomic) {

    /** What stands in the words of a command for the temporary name of its first atomic output; {@code {out2}} for the second. */
    public static final String PLACEHOLDER = "{out}";

    private static final Pattern NO_FILE = Pattern.compile("(?s)(.*/)?\\.{0,2}");

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public DeclaredOutput {
        if (path.isEmpty() || path.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "an output must be a path without a NUL character, but was " + ShellQuoting.quote(path));
        }
        if (isAtomic && NO_FILE.matcher(path).matches()) {
            throw new IllegalArgumentException(
                    "an output with a temporary name must be a path that ends with a name, but was "
                            + ShellQuoting.quote(path));
        }
        sha256.filter(sum -> !SHA256.matcher(sum).matches()).ifPresent(sum -> {
            throw new IllegalArgumentException(
                    "a SHA-256 must be 64 lower-case hexadecimal digits, but was " + ShellQuoting.quote(sum));
        });
    }

    /** Returns an output that has to be there and not be empty. */
    public static DeclaredOutput of(String path) {
        return new DeclaredOutput(path, Optional.empty(), false);
    }

    /** Returns an output that has to have a checksum, in hex of any case. */
    public static DeclaredOutput of(String path, String sha256) {
        return new DeclaredOutput(path, Optional.of(sha256.toLowerCase(Locale.ROOT)), false);
    }

    /**
     * Returns an output that has its name only when the job has succeeded. The program writes it under a temporary name on the same file
     * system, which stands in the environment as {@code PIPELINE_OUTPUT} (the second as {@code PIPELINE_OUTPUT_2}) and in the words of the
     * command in place of {@link #PLACEHOLDER}. What was there under its name before stays until then.
     */
    public static DeclaredOutput atomic(String path) {
        return new DeclaredOutput(path.replaceFirst("(?s)(.)/+\\z", "$1"), Optional.empty(), true);
    }
}
