package pipeline.remote.sshconfig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a file in the format of ssh_config(5) with all that it includes; evaluates nothing. */
final class SshConfigFile {

    private static final int DEEPEST_INCLUDE = 16;
    private static final Pattern LINE = Pattern.compile("\\s*([A-Za-z0-9]+)(?:\\s*=\\s*|\\s+)(.*?)\\s*");

    private final Path home;
    private final Path includes;

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
            String line = text.strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                lines.add(parse(line, file, number, depth));
            }
        }
        return lines;
    }

    private static String text(Path file) throws SshConfigException {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new SshConfigException("the SSH configuration " + file + " cannot be read (" + e
                    + "); make it readable, or name another file as ssh_config");
        }
    }

    private SshConfigLine parse(String text, Path file, int number, int depth) throws SshConfigException {
        String where = file + ":" + number + ": ";
        Matcher matcher = LINE.matcher(text);
        if (!matcher.matches()) {
            throw new SshConfigException(where + "expected a keyword and its value, but found " + text);
        }
        String keyword = matcher.group(1).toLowerCase(Locale.ROOT);
        List<String> words;
        if (keyword.endsWith("command")) {
            // the rest of the line is for a shell, whose quotes are not ours
            words = List.of(matcher.group(2));
        } else {
            try {
                words = SshWords.split(matcher.group(2));
            } catch (SshConfigException e) {
                throw new SshConfigException(where + e.getMessage() + " in the value of " + matcher.group(1));
            }
        }
        if (words.isEmpty() || words.get(0).isEmpty()) {
            throw new SshConfigException(where + "expected a value after " + matcher.group(1) + ", but found none");
        }
        List<SshConfigLine> included = keyword.equals("include") ? include(words, where, depth) : List.of();
        return new SshConfigLine(keyword, words, file, number, included);
    }

    private List<SshConfigLine> include(List<String> names, String where, int depth) throws SshConfigException {
        if (depth == DEEPEST_INCLUDE) {
            throw new SshConfigException(
                    where + "files include each other more than " + DEEPEST_INCLUDE + " deep; is there a circle?");
        }
        List<SshConfigLine> lines = new ArrayList<>();
        for (String name : names) {
            for (Path file : glob(includes.resolve(HomePath.of(name, home)))) {
                lines.add(SshConfigLine.ofFile(file, read(file, depth + 1)));
            }
        }
        return lines;
    }

    /** Gives the files that a path with wildcards names, sorted; nothing if there are none. */
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
        if (name.chars().noneMatch(c -> c == '*' || c == '?' || c == '[')) {
            return List.of(directory.resolve(name));
        }
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, name)) {
            // a name that begins with a dot must be asked for by a dot, as in every shell
            stream.forEach(child -> {
                if (name.startsWith(".") || !String.valueOf(child.getFileName()).startsWith(".")) {
                    children.add(child);
                }
            });
        } catch (IOException e) {
            // as with OpenSSH, an Include that names nothing readable includes nothing
            return List.of();
        }
        children.sort(null);
        return children;
    }
}
