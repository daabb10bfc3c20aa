package pipeline.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A recipe in a source file, with what lies beside it. Immutable.
 *
 * @param file absolute
 * @param text what javac reads: the file's, with a first line {@code #!…} made a comment of the same length
 * @param digest of the file as it was read
 */
record RecipeFile(Path file, String text, String digest, Directives directives) {

    private static final Pattern PACKAGE = Pattern.compile("(?m)^\\s*package\\s+([\\w.]+)\\s*;");
    private static final String NODES = "nodes";
    private static final String MASTER = "master";

    /**
     * Reads a file.
     *
     * @throws SourceException if it cannot be read, or is not UTF-8
     */
    static RecipeFile read(Path given) throws SourceException {
        Path file = given.toAbsolutePath().normalize();
        try {
            byte[] bytes = Files.readAllBytes(file);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            text = text.startsWith("\uFEFF") ? text.substring(1) : text;
            text = text.startsWith("#!") ? "//" + text.substring(2) : text;
            return new RecipeFile(file, text, SourceDigests.of(bytes), Directives.of(name(file), text));
        } catch (NoSuchFileException e) {
            throw new SourceException("there is no recipe " + given, e);
        } catch (CharacterCodingException e) {
            throw new SourceException(given + " is not UTF-8; save it as UTF-8", e);
        } catch (IOException e) {
            throw new SourceException("recipe " + given + " cannot be read: " + e, e);
        }
    }

    /** Returns the name of a file without its directory. */
    static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    Path directory() {
        Path parent = file.getParent();
        return parent == null ? file : parent;
    }

    /** Returns the package that the file names; empty for none. */
    String packageName() {
        Matcher matcher = PACKAGE.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    /** Returns whether the file lies where its package says, so that javac finds what lies beside it. */
    boolean isInDirectoryOfPackage() {
        return packageName().isEmpty() || directory().endsWith(packageName().replace('.', '/'));
    }

    /** Returns where a directive first says something, such as {@code MyRecipe.java:3}. */
    String place(String directive, String value) {
        int line = 1;
        for (String each : text.split("\n", -1)) {
            if (each.startsWith(directive) && each.contains(value)) {
                return name(file) + ":" + line;
            }
            line++;
        }
        return name(file);
    }

    /**
     * Returns the directories in which javac looks for classes that the file names: its own, or that in which its package
     * begins, and {@code nodes} in it or, of a file in {@code master}, beside it.
     */
    List<Path> roots() {
        Path root = directory();
        if (isInDirectoryOfPackage() && !packageName().isEmpty()) {
            for (int depth = packageName().split("\\.", -1).length; depth > 0 && root.getParent() != null; depth--) {
                root = root.getParent();
            }
        }
        Set<Path> roots = new LinkedHashSet<>(List.of(root));
        List<Path> nodes = new ArrayList<>(List.of(directory().resolve(NODES)));
        if (name(directory()).equals(MASTER)) {
            nodes.add(directory().resolveSibling(NODES));
        }
        nodes.stream().filter(Files::isDirectory).forEach(roots::add);
        return List.copyOf(roots);
    }

    /**
     * Returns the files that {@code //SOURCES} names, in alphabetical order for each.
     *
     * @throws SourceException if there is none of a name
     */
    List<Path> sources() throws SourceException {
        List<Path> all = new ArrayList<>();
        for (String pattern : directives.sources()) {
            all.addAll(matches("//SOURCES", pattern));
        }
        return List.copyOf(all);
    }

    /**
     * Returns the files that a directive names, relative to the file.
     *
     * @throws SourceException if there is none
     */
    List<Path> matches(String directive, String pattern) throws SourceException {
        int slash = pattern.lastIndexOf('/');
        Path place = directory().resolve(pattern.substring(0, slash + 1)).normalize();
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(place)) {
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(place, pattern.substring(slash + 1))) {
                stream.forEach(found::add);
            } catch (IOException | IllegalArgumentException e) {
                throw new SourceException(
                        "%s: %s %s: %s".formatted(place(directive, pattern), directive, pattern, e.getMessage()), e);
            }
        }
        found.removeIf(Files::isDirectory);
        if (found.isEmpty()) {
            throw new SourceException("%s: %s %s: there is no such file in %s"
                    .formatted(place(directive, pattern), directive, pattern, place));
        }
        found.sort(null);
        return found;
    }
}
