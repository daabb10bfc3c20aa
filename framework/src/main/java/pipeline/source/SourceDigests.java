package pipeline.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import pipeline.text.Digests;

/** SHA-256 of source files, by which a changed one is known. */
final class SourceDigests {

    private SourceDigests() {}

    static Map<Path, String> of(Iterable<Path> files) throws IOException {
        SortedMap<Path, String> digests = new TreeMap<>();
        for (Path file : files) {
            digests.put(file, of(file));
        }
        return digests;
    }

    /** Tells whether a file has the content that it had; one that cannot be read has not. */
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
