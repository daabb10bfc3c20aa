package pipeline.recipes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Checksums in the form of GNU {@code sha256sum}, in one file or in one for each host. */
final class ChecksumManifest {

    private static final String HOST = "{host}";

    private final Path name;
    private final Map<Path, Set<String>> lines = new LinkedHashMap<>();

    /** Makes an empty manifest; {@code {host}} in the name of its file stands for the host. */
    ChecksumManifest(Path name) {
        this.name = name;
        if (!name.toString().contains(HOST)) {
            lines.put(name, new LinkedHashSet<>());
        }
    }

    Path fileFor(String host) {
        return Path.of(name.toString().replace(HOST, host));
    }

    /** Takes a checksum; the same line a second time is left out. */
    void add(FileChecksum sum) {
        lines.computeIfAbsent(fileFor(sum.host()), file -> new LinkedHashSet<>())
                .add(line(sum));
    }

    /** Returns the names of the files, with commas between them. */
    String files() {
        return lines.keySet().stream().map(Path::toString).collect(Collectors.joining(", "));
    }

    /** Writes the files, each whole or not at all. */
    void write() throws IOException {
        for (Map.Entry<Path, Set<String>> file : lines.entrySet()) {
            Path target = file.getKey();
            Path fresh = target.resolveSibling(target.getFileName() + ".new");
            Files.write(fresh, file.getValue());
            Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** A name with a backslash or a line end is escaped, and the line begins with a backslash to say so. */
    static String line(FileChecksum sum) {
        String escaped = sum.file().replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
        return (escaped.equals(sum.file()) ? "" : "\\") + sum.sha256() + "  " + escaped;
    }
}
