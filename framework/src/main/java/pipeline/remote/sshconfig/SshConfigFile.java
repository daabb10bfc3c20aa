package pipeline.remote.sshconfig;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a file in the format of ssh_config(5) with all that it includes; evaluates nothing. */
final class SshConfigFile {

    private static final int DEEPEST_INCLUDE = 16;
    private static final int MOST_FILES = 10_000;
    private static final int LARGEST = 16 << 20;

    /** Older names of keywords, as OpenSSH still takes them. */
    private static final Map<String, String> OLD_NAMES = Map.of(
            "identityfile2", "identityfile",
            "dsaauthentication", "pubkeyauthentication",
            "pubkeyacceptedkeytypes", "pubkeyacceptedalgorithms");

    private final Path home;
    private final Path includes;
    private int files;

    /**
     * Makes a reader.
     *
     * @param includes the directory in which relative names of {@code Include} lie
     */
    SshConfigFile(Path home, Path includes) {
        this.home = home;
        this.includes = includes;
    }

    /** Reads a file that must exist. */
    List<SshConfigLine> read(Path file) throws SshConfigException {
        return read(file, 0);
    }

    private List<SshConfigLine> read(Path file, int depth) throws SshConfigException {
        List<SshConfigLine> lines = new ArrayList<>();
        int number = 0;
        for (String text : text(file).split("\n", -1)) {
            number++;
            SshConfigLine line = parse(text, file, number, depth);
            if (line != null) {
                lines.add(line);
            }
        }
        return lines;
    }

    private static String text(Path file) throws SshConfigException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LARGEST + 1);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        if (bytes.length > LARGEST) {
            throw new SshConfigException("the SSH configuration " + file + " is larger than " + (LARGEST >> 20)
                    + " MiB; is it the right file?");
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.startsWith("\uFEFF")) {
            throw new SshConfigException(
                    file + ":1: the file begins with a byte order mark, which ssh does not take; save it without");
        }
        return text;
    }

    static SshConfigException unreadable(Path file, IOException e) {
        return new SshConfigException("the SSH configuration " + file + " cannot be read (" + e
                + "); make it readable, or name another file as ssh_config");
    }

    private @Nullable SshConfigLine parse(String text, Path file, int number, int depth) throws SshConfigException {
        DelimitedWords line = new DelimitedWords(withoutBlanksAtTheEnd(text));
        String written = line.next();
        if (written != null && written.isEmpty()) {
            written = line.next();
        }
        if (written == null || written.isEmpty() || written.startsWith("#")) {
            return null;
        }
        String where = file + ":" + number + ": ";
        if (text.indexOf('\0') >= 0) {
            throw new SshConfigException(where + "the line holds a NUL character; remove it");
        }
        String lower = written.toLowerCase(Locale.ROOT);
        String keyword = OLD_NAMES.getOrDefault(lower, lower);
        List<String> words;
        try {
            words = words(keyword, line);
        } catch (SshConfigException e) {
            throw new SshConfigException(where + e.getMessage() + " in the value of " + written);
        }
        if (words.isEmpty() || words.get(0).isEmpty()) {
            throw new SshConfigException(where + "expected a value after " + written + ", but found none");
        }
        SshConfigLine read = new SshConfigLine(keyword, words, file, number, List.of());
        return keyword.equals("include") ? read.including(include(read, depth)) : read;
    }

    private static String withoutBlanksAtTheEnd(String text) {
        int end = text.length();
        while (end > 0 && (DelimitedWords.isBlank(text.charAt(end - 1)) || text.charAt(end - 1) == '\f')) {
            end--;
        }
        return text.substring(0, end);
    }

    private static List<String> words(String keyword, DelimitedWords line) throws SshConfigException {
        if (keyword.endsWith("command")) {
            // the rest of the line is for a shell, whose quotes are not ours
            return List.of(afterEquals(line.rest()));
        }
        List<String> split = SshArguments.split(line.rest());
        if (keyword.equals("match")) {
            return criteria(line);
        }
        return keyword.equals("proxyjump") ? List.of(firstOf(afterEquals(line.rest()))) : split;
    }

    private static List<String> criteria(DelimitedWords line) {
        List<String> words = new ArrayList<>();
        for (String word = line.next(); word != null; word = line.next()) {
            words.add(word);
        }
        return words;
    }

    private static String afterEquals(String text) {
        int start = 0;
        while (start < text.length() && (text.charAt(start) == '=' || DelimitedWords.isBlank(text.charAt(start)))) {
            start++;
        }
        return text.substring(start);
    }

    /** Returns what stands before the first blank or comment. */
    private static String firstOf(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) != '#' && !DelimitedWords.isBlank(text.charAt(end))) {
            end++;
        }
        return text.substring(0, end);
    }

    private List<SshConfigLine> include(SshConfigLine line, int depth) throws SshConfigException {
        if (depth == DEEPEST_INCLUDE) {
            throw new SshConfigException(line.where() + ": files include each other more than " + DEEPEST_INCLUDE
                    + " deep; is there a circle?");
        }
        List<SshConfigLine> lines = new ArrayList<>();
        for (String name : line.words()) {
            Path pattern = HomePath.of(line, HomePath.expand(line, name, home));
            for (Path file : glob(includes.resolve(pattern))) {
                if (++files > MOST_FILES) {
                    throw new SshConfigException(line.where() + ": more than " + MOST_FILES
                            + " files are included; do they include each other more than once?");
                }
                SshConfigPermissions.check(file);
                lines.add(SshConfigLine.ofFile(file, read(file, depth + 1)));
            }
        }
        return lines;
    }

    /** Returns the files that a path with wildcards names, sorted; nothing if there are none. */
    private static List<Path> glob(Path pattern) {
        List<Path> found = new ArrayList<>(List.of(pattern.isAbsolute() ? pattern.getRoot() : Path.of("")));
        for (Path part : pattern) {
            List<Path> next = new ArrayList<>();
            for (Path directory : found) {
                next.addAll(children(directory, part.toString()));
            }
            found = next;
        }
        return found.stream().filter(Files::isRegularFile).toList();
    }

    private static List<Path> children(Path directory, String name) {
        if (!FileGlob.isPattern(name)) {
            return List.of(directory.resolve(name));
        }
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(
                directory, child -> FileGlob.match(name, String.valueOf(child.getFileName())))) {
            stream.forEach(children::add);
        } catch (IOException e) {
            // as with OpenSSH, an Include that names nothing readable includes nothing
            return List.of();
        }
        children.sort(null);
        return children;
    }
}
