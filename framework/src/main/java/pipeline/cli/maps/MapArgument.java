package pipeline.cli.maps;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.text.ShellQuoting;

/**
 * A map as it is typed: the name of a file, {@code -} for standard input, or {@code HOSTSET:GLOB} for the files that lie on hosts. What
 * is the name of a file that is there is that file.
 *
 * @param text as it was typed
 * @param file that is meant; {@code -} for standard input; empty for files on hosts
 * @param hosts of those
 * @param glob of those
 */
public record MapArgument(String text, Optional<Path> file, String hosts, String glob) {

    private static final Path STANDARD_INPUT = Path.of("-");

    /**
     * Returns what was typed.
     *
     * @param directory where relative names begin
     */
    public static MapArgument of(String text, Path directory) {
        try {
            Path named = Path.of(text);
            Path file = named.equals(STANDARD_INPUT) ? named : directory.resolve(named);
            int colon = colon(text);
            return colon <= 0 || colon == text.length() - 1 || Files.exists(file)
                    ? new MapArgument(text, Optional.of(file), "", "")
                    : new MapArgument(text, Optional.empty(), text.substring(0, colon), text.substring(colon + 1));
        } catch (InvalidPathException e) {
            throw new UserErrorException(ExitCode.USAGE, "expected a map, but was " + ShellQuoting.quote(text), e);
        }
    }

    /** Returns whether standard input is meant. */
    boolean isStandardInput() {
        return file.filter(STANDARD_INPUT::equals).isPresent();
    }

    /** The hosts end at the first colon; a name of a file that has one behind a slash is none of hosts. */
    private static int colon(String text) {
        int colon = text.indexOf(':');
        return colon > 0 && text.lastIndexOf('/', colon) < 0 ? colon : -1;
    }
}
