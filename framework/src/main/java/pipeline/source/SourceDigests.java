package pipeline.source;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import pipeline.text.Digests;

/** Digests of source files and of the names in their directories, by which a change is known. */
final class SourceDigests {

    private static final String NO_SOURCES = "none";

    private SourceDigests() {}

    static Map<Path, String> of(Iterable<Path> files) throws IOException {
        SortedMap<Path, String> digests = new TreeMap<>();
        for (Path file : files) {
            digests.put(file, of(file));
        }
        return digests;
    }

    /** Returns a digest of the names of the sources in each directory: a new one may be what a name means from now on. */
    static Map<Path, String> ofDirectories(Iterable<Path> directories) throws IOException {
        SortedMap<Path, String> digests = new TreeMap<>();
        for (Path directory : directories) {
            digests.put(directory, ofDirectory(directory));
        }
        return digests;
    }

    /** Returns whether a directory has sources of the same names. */
    static boolean isUnchangedDirectory(Path directory, String digest) {
        try {
            return ofDirectory(directory).equals(digest);
        } catch (IOException e) {
            return false;
        }
    }

    private static String ofDirectory(Path directory) throws IOException {
        List<String> names = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, "*.java")) {
                stream.forEach(path -> names.add(RecipeFile.name(path)));
            }
        }
        names.sort(null);
        return names.isEmpty() ? NO_SOURCES : Digests.shortened(String.join("/", names));
    }

    /** Returns whether a file has the content that it had; one that cannot be read has not. */
    static boolean isUnchanged(Path file, String digest) {
        try {
            return of(file).equals(digest);
        } catch (IOException e) {
            return false;
        }
    }

    static String of(byte[] content) {
        return HexFormat.of().formatHex(Digests.sha256().digest(content));
    }

    private static String of(Path file) throws IOException {
        return of(Files.readAllBytes(file));
    }
}
