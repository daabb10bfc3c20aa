package pipeline.source;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Compiled recipes, kept in a directory of the user. A jar lies there under the digest of its content; a note, under the
 * digest of all that its making depends on, names the jar. Both are written aside and renamed, so parallel starts, and one that is
 * killed, leave nothing half. What has not been used for {@value #DAYS_KEPT} days goes away when something new is kept.
 */
final class JarCache {

    private static final int DAYS_KEPT = 90;
    private static final Duration KEPT = Duration.ofDays(DAYS_KEPT);
    private static final String NOTE = ".recipe";
    private static final String JAR = ".jar";

    private final Path directory;
    private final Clock clock;

    JarCache(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /** Returns what was kept under a key, if its jar, its libraries and its sources are as they were. */
    Optional<CompiledRecipe> find(String key, RecipeFile file) {
        Path note = directory.resolve(key + NOTE);
        if (!Files.exists(note)) {
            return Optional.empty();
        }
        try {
            Note kept = Note.read(Files.readString(note));
            CompiledRecipe recipe = kept.recipe(file, directory);
            String digest = RecipeFile.name(recipe.jar()).replace(JAR, "");
            boolean isWhole = SourceDigests.isUnchanged(recipe.jar(), digest)
                    && recipe.changedSources().isEmpty()
                    && kept.directories().entrySet().stream()
                            .allMatch(each -> SourceDigests.isUnchangedDirectory(each.getKey(), each.getValue()))
                    && kept.libraries().entrySet().stream()
                            .allMatch(library -> mark(library.getKey()).equals(library.getValue()));
            if (!isWhole) {
                return Optional.empty();
            }
            FileTime now = FileTime.from(clock.instant());
            Files.setLastModifiedTime(note, now);
            Files.setLastModifiedTime(recipe.jar(), now);
            return Optional.of(recipe);
        } catch (IOException | RuntimeException e) {
            // a note that cannot be read is as none: the recipe is compiled again
            return Optional.empty();
        }
    }

    /**
     * Keeps a jar with a note of what it was made from.
     *
     * @param directories where sources were looked for, each with a digest of the names there
     * @throws IOException if the directory cannot be written
     */
    CompiledRecipe keep(String key, CompiledRecipe made, Map<Path, String> directories, byte[] jar) throws IOException {
        Path place = keep(jar);
        CompiledRecipe recipe = new CompiledRecipe(
                made.file(),
                made.recipeClass(),
                place,
                made.libraries(),
                made.sources(),
                made.description(),
                made.warnings());
        write(directory.resolve(key + NOTE), Note.of(recipe, directories).text().getBytes(StandardCharsets.UTF_8));
        removeOld();
        return recipe;
    }

    /**
     * Keeps a jar under the digest of its content.
     *
     * @throws IOException if the directory cannot be written
     */
    Path keep(byte[] jar) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path place = directory.resolve(SourceDigests.of(jar) + JAR);
        write(place, jar);
        return place;
    }

    private void write(Path file, byte[] content) throws IOException {
        Path aside = Files.createTempFile(directory, "new", "");
        try {
            Files.write(aside, content);
            Files.setLastModifiedTime(aside, FileTime.from(clock.instant()));
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private void removeOld() throws IOException {
        Instant limit = clock.instant().minus(KEPT);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                try {
                    if (Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
                        Files.deleteIfExists(file);
                    }
                } catch (IOException e) {
                    // another start removes old files too
                }
            }
        }
    }

    /** What distinguishes one content of a library from another without reading it. */
    private static String mark(Path library) {
        try {
            return Files.size(library) + " "
                    + Files.getLastModifiedTime(library).toMillis();
        } catch (IOException e) {
            return "";
        }
    }

    /** What is recorded of a compiled recipe. */
    private record Note(Properties values, Map<Path, String> libraries, Map<Path, String> directories) {

        private static final String LIBRARY = "library.";
        private static final String SOURCE = "source.";
        private static final String DIRECTORY = "directory.";
        private static final String WARNING = "warning.";
        private static final String RECIPE = "recipe";
        private static final String JAR_NAME = "jar";
        private static final String DESCRIPTION = "description";

        static Note of(CompiledRecipe recipe, Map<Path, String> directories) {
            Properties values = new Properties();
            values.setProperty(RECIPE, recipe.recipeClass());
            values.setProperty(JAR_NAME, RecipeFile.name(recipe.jar()));
            recipe.description().ifPresent(text -> values.setProperty(DESCRIPTION, text));
            Map<Path, String> libraries = new LinkedHashMap<>();
            recipe.libraries().forEach(library -> libraries.put(library, mark(library)));
            number(values, LIBRARY, libraries);
            number(values, SOURCE, recipe.sources());
            number(values, DIRECTORY, directories);
            for (int i = 0; i < recipe.warnings().size(); i++) {
                values.setProperty(WARNING + i, recipe.warnings().get(i));
            }
            return new Note(values, libraries, directories);
        }

        static Note read(String text) throws IOException {
            Properties values = new Properties();
            values.load(new StringReader(text));
            return new Note(values, numbered(values, LIBRARY), numbered(values, DIRECTORY));
        }

        String text() {
            StringWriter text = new StringWriter();
            try {
                values.store(text, null);
            } catch (IOException e) {
                throw new IllegalStateException("a text can be written", e);
            }
            return text.toString();
        }

        CompiledRecipe recipe(RecipeFile file, Path directory) {
            List<String> warnings = new ArrayList<>();
            for (String warning = values.getProperty(WARNING + 0);
                    warning != null;
                    warning = values.getProperty(WARNING + warnings.size())) {
                warnings.add(warning);
            }
            return new CompiledRecipe(
                    file.file(),
                    required(RECIPE),
                    directory.resolve(required(JAR_NAME)),
                    List.copyOf(libraries.keySet()),
                    numbered(values, SOURCE),
                    Optional.ofNullable(values.getProperty(DESCRIPTION)),
                    warnings);
        }

        private String required(String name) {
            String value = values.getProperty(name);
            if (value == null) {
                throw new IllegalArgumentException("the note has no " + name);
            }
            return value;
        }

        /** Digest or mark first: they have no blanks at their ends, and the path may have any. */
        private static void number(Properties values, String prefix, Map<Path, String> files) {
            int number = 0;
            for (Map.Entry<Path, String> file : files.entrySet()) {
                values.setProperty(prefix + number + ".mark", file.getValue());
                values.setProperty(prefix + number + ".path", file.getKey().toString());
                number++;
            }
        }

        private static Map<Path, String> numbered(Properties values, String prefix) {
            Map<Path, String> files = new LinkedHashMap<>();
            for (int i = 0; ; i++) {
                String path = values.getProperty(prefix + i + ".path");
                if (path == null) {
                    return files;
                }
                files.put(Path.of(path), values.getProperty(prefix + i + ".mark", ""));
            }
        }
    }
}
