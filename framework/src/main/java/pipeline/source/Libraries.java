package pipeline.source;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;

/** Finds the jars that a recipe needs beside Pipeline: those in {@code lib} beside its file, then those of {@code //DEPS}. */
final class Libraries {

    private static final String DIRECTORY = "lib";

    private final DependencyResolver resolver;

    Libraries(DependencyResolver resolver) {
        this.resolver = resolver;
    }

    /** Returns the jars in {@code lib} beside a file, in alphabetical order; none if there is no such directory. */
    static List<Path> beside(RecipeFile file) throws SourceException {
        return beside(file.file());
    }

    static List<Path> beside(Path file) throws SourceException {
        Path directory = file.toAbsolutePath().resolveSibling(DIRECTORY);
        List<Path> jars = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, "*.jar")) {
                stream.forEach(jars::add);
            } catch (IOException e) {
                throw new SourceException(directory + " cannot be read: " + e, e);
            }
        }
        jars.sort(null);
        return jars;
    }

    private static void check(Path jar) throws SourceException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            if (zip.size() == 0) {
                throw new SourceException(jar + " is empty; put a whole jar in its place, or take it away");
            }
        } catch (IOException e) {
            throw new SourceException(
                    "%s is no jar (%s); put a whole jar in its place, or take it away".formatted(jar, e.getMessage()),
                    e);
        }
    }

    /**
     * Returns all jars, in the order of the class path.
     *
     * @throws SourceException if one cannot be had or read
     */
    List<Path> of(RecipeFile file) throws SourceException {
        List<Path> all = new ArrayList<>(beside(file));
        for (Path jar : all) {
            check(jar);
        }
        Directives directives = file.directives();
        if (!directives.dependencies().isEmpty()) {
            try {
                all.addAll(resolver.resolve(directives.dependencies(), directives.repositories()));
            } catch (IOException e) {
                throw new SourceException("%s: //DEPS: %s".formatted(file.place("//DEPS", ""), e.getMessage()), e);
            }
        }
        return all;
    }
}
