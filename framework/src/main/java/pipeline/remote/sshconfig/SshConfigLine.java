package pipeline.remote.sshconfig;

import java.nio.file.Path;
import java.util.List;

/**
 * One line of an SSH configuration file.
 *
 * @param keyword in lower case
 * @param words its arguments, unquoted; at least one
 * @param included the lines of the files that an {@code Include} names, else empty
 */
record SshConfigLine(String keyword, List<String> words, Path file, int number, List<SshConfigLine> included) {

    SshConfigLine {
        words = List.copyOf(words);
        included = List.copyOf(included);
    }

    /** Returns a whole file as a line that includes it: a block that it begins ends with it. */
    static SshConfigLine ofFile(Path file, List<SshConfigLine> lines) {
        return new SshConfigLine("include", List.of(file.toString()), file, 0, lines);
    }

    /** Returns the line with the lines of the files that it includes. */
    SshConfigLine including(List<SshConfigLine> lines) {
        return new SshConfigLine(keyword, words, file, number, lines);
    }

    String word() {
        return words.get(0);
    }

    /** Returns where the line stands, as {@code file:line}. */
    String where() {
        return file + ":" + number;
    }
}
