package pipeline.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * A jar that somebody built, with recipes that its service file names. Immutable.
 *
 * @param recipes the binary names of their classes, in the order of the file
 */
public record BuiltJar(Path file, List<String> recipes) {

    /** The service file in the jar. */
    public static final String SERVICES = "META-INF/services/pipeline.recipe.Recipe";

    /**
     * Reads what is in a jar.
     *
     * @return without recipes if it has no service file, as a library
     * @throws SourceException if it is no whole jar
     */
    public static BuiltJar read(Path file) throws SourceException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry services = zip.getEntry(SERVICES);
            return new BuiltJar(
                    file,
                    services == null
                            ? List.of()
                            : names(new String(zip.getInputStream(services).readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw damaged(file, e);
        }
    }

    private static SourceException damaged(Path file, IOException e) {
        return new SourceException("the jar %s cannot be read: %s; build it again".formatted(file, e.getMessage()), e);
    }

    /** Returns the names in a service file, as {@link java.util.ServiceLoader} reads it. */
    private static List<String> names(String text) {
        return text.lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .distinct()
                .toList();
    }

    /**
     * Takes a copy of the jar as it is now, so that a run goes on with what it had; the jars in {@code lib} beside it are its libraries.
     *
     * @param recipe one of {@link #recipes()}
     * @param cache where the copy is kept
     * @throws SourceException if a jar cannot be read or kept, or the class is not there
     */
    public CompiledRecipe take(String recipe, Path cache, Clock clock) throws SourceException {
        byte[] content;
        try {
            content = Files.readAllBytes(file);
            if (!has(content, recipe.replace('.', '/') + ".class")) {
                throw new SourceException("the jar %s names the recipe %s in %s, and has no such class"
                        .formatted(file, recipe, SERVICES));
            }
        } catch (IOException e) {
            throw damaged(file, e);
        }
        try {
            return new CompiledRecipe(
                    file,
                    recipe,
                    new JarCache(cache, clock).keep(content),
                    Libraries.beside(file),
                    Map.of(file, SourceDigests.of(content)),
                    Optional.empty(),
                    List.of());
        } catch (IOException e) {
            throw new SourceException(
                    "the jar %s cannot be kept in %s: %s; set XDG_CACHE_HOME to a directory that you may write to"
                            .formatted(file, cache, e),
                    e);
        }
    }

    private static boolean has(byte[] jar, String name) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(name)) {
                    return true;
                }
            }
        }
        return false;
    }
}
